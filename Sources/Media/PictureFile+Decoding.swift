internal import CDailiesFFmpeg

extension PictureFile {
    /// Decodes the bytes of a whole file.
    ///
    /// - Throws: `MediaError` with `.unsupported` if it is neither PNG nor JPEG.
    package static func decode(_ bytes: [UInt8]) throws(MediaError) -> Frame {
        LibraryLog.install()
        let id: AVCodecID
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) {
            id = AV_CODEC_ID_PNG
        } else if bytes.starts(with: [0xff, 0xd8]) {
            id = AV_CODEC_ID_MJPEG
        } else {
            throw MediaError(.unsupported, "decode", "picture")
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
