internal import CDailiesFFmpeg
import DailiesBitstream

extension Frame {
    /// Decodes the bytes of a whole picture file.
    ///
    /// - Throws: `MediaError` with `.unsupported` if it is neither PNG, JPEG nor WebP.
    package static func picture(_ bytes: [UInt8]) throws(MediaError) -> Frame {
        LibraryLog.install()
        let id: AVCodecID
        switch PictureHeader.Format(bytes) {
        case .png: id = AV_CODEC_ID_PNG
        case .jpeg: id = AV_CODEC_ID_MJPEG
        case .webp: id = AV_CODEC_ID_WEBP
        case nil: throw MediaError(.unsupported, "decode", "picture")
        }
        guard let codec = avcodec_find_decoder(id) else {
            throw MediaError(.unsupported, "decode", "picture")
        }
        var context = avcodec_alloc_context3(codec)
        guard context != nil else { throw MediaError(.noMemory, "decode", "picture") }
        defer { avcodec_free_context(&context) }
        context?.pointee.thread_count = 1
        try checked(avcodec_open2(context, codec, nil), "open the decoder of", "picture")
        let packet = try Packet()
        try packet.read(bytes.count) { buffer in
            buffer.copyBytes(from: bytes)
            return true
        }
        try checked(avcodec_send_packet(context, packet.pointer), "decode", "picture")
        try checked(avcodec_send_packet(context, nil), "decode", "picture")
        let frame = try Frame()
        try checked(avcodec_receive_frame(context, frame.pointer), "decode", "picture")
        return frame
    }
}
