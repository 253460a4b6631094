internal import CDailiesFFmpeg
import Glibc

/// A picture in a file of its own: PNG, JPEG or WebP.
package struct PictureFile: Sendable, Hashable {
    /// Such as `image/png`.
    package let mediaType: String
    /// Pixels.
    package let width: Int
    package let height: Int

    /// Reads what a file's picture is; `nil` where it holds none of these kinds.
    ///
    /// The kind is told by the first bytes and the demuxer of that kind forced, so that a list of
    /// other files in a picture's place opens none of them.
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
        var head = [UInt8](repeating: 0, count: 12)
        guard Glibc.read(descriptor, &head, head.count) == head.count else { return nil }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return Kind(demuxer: "png_pipe", mediaType: "image/png")
        }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            return Kind(demuxer: "jpeg_pipe", mediaType: "image/jpeg")
        }
        if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) {
            return Kind(demuxer: "webp_pipe", mediaType: "image/webp")
        }
        return nil
    }
}
