internal import CDailiesFFmpeg
import Glibc

/// A picture file: PNG, JPEG or WebP.
package struct PictureFile: Sendable, Hashable {
    /// The media type, such as `image/png`.
    package let mediaType: String
    /// Width in pixels.
    package let width: Int
    /// Height in pixels.
    package let height: Int

    /// Reads the type and size of a picture file; `nil` if it is none of these types.
    ///
    /// The type is recognised by the first bytes and its demuxer is forced, so that a playlist
    /// disguised as a picture can't open other files.
    package static func read(_ path: String) throws(MediaError) -> PictureFile? {
        guard let kind = kind(of: path), let format = av_find_input_format(kind.demuxer) else {
            return nil
        }
        LibraryLog.install()
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        av_dict_set(&options, "protocol_whitelist", "file", 0)
        var opened = avformat_alloc_context()
        let result = avformat_open_input(&opened, "file:" + path, format, &options)
        guard result >= 0, let opened else {
            throw MediaError(MediaError.Code(rawValue: min(result, -1)), "open", path)
        }
        var context: UnsafeMutablePointer<AVFormatContext>? = opened
        defer { avformat_close_input(&context) }
        try checked(avformat_find_stream_info(opened, nil), "read the picture of", path)
        guard opened.pointee.nb_streams > 0,
            let parameters = opened.pointee.streams[0]?.pointee.codecpar,
            parameters.pointee.width > 0, parameters.pointee.height > 0
        else { return nil }
        return PictureFile(
            mediaType: kind.mediaType, width: Int(parameters.pointee.width),
            height: Int(parameters.pointee.height))
    }

    private struct Kind {
        let demuxer: String
        let mediaType: String
    }

    private static func kind(of path: String) -> Kind? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var magic = [UInt8](repeating: 0, count: 12)
        guard Glibc.read(descriptor, &magic, magic.count) == magic.count else { return nil }
        if magic.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return Kind(demuxer: "png_pipe", mediaType: "image/png")
        }
        if magic.starts(with: [0xFF, 0xD8, 0xFF]) {
            return Kind(demuxer: "jpeg_pipe", mediaType: "image/jpeg")
        }
        if magic.starts(with: "RIFF".utf8), magic.dropFirst(8).starts(with: "WEBP".utf8) {
            return Kind(demuxer: "webp_pipe", mediaType: "image/webp")
        }
        return nil
    }
}
