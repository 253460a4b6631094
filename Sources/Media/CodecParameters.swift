internal import CDailiesFFmpeg
package import DailiesBitstream

/// A stream's codec parameters, as a copy that outlives the file they were read from.
package struct CodecParameters: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecParameters>

    init() throws(MediaError) {
        guard let pointer = avcodec_parameters_alloc() else {
            throw MediaError(.noMemory, "allocate", "codec parameters")
        }
        self.pointer = pointer
    }

    deinit {
        var parameters: UnsafeMutablePointer<AVCodecParameters>? = pointer
        avcodec_parameters_free(&parameters)
    }

    /// Replaces the decoder configuration (extradata), such as the `avcC` box of H.264.
    package func setConfiguration(_ bytes: [UInt8]) throws(MediaError) {
        let size = bytes.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
        guard let data = av_mallocz(size)?.assumingMemoryBound(to: UInt8.self) else {
            throw MediaError(.noMemory, "describe", "codec parameters")
        }
        bytes.withUnsafeBufferPointer { source in
            if let first = source.baseAddress { data.update(from: first, count: bytes.count) }
        }
        av_free(pointer.pointee.extradata)
        pointer.pointee.extradata = data
        pointer.pointee.extradata_size = Int32(bytes.count)
    }

    /// Makes the parameters of an H.264 stream without an existing stream to copy them from.
    package static func h264(
        _ format: PictureFormat, profile: Int
    ) throws(MediaError) -> CodecParameters {
        let parameters = try CodecParameters()
        let target = parameters.pointer
        target.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        target.pointee.codec_id = AV_CODEC_ID_H264
        target.pointee.format = av_get_pix_fmt(format.pixelFormat).rawValue
        target.pointee.width = Int32(format.width)
        target.pointee.height = Int32(format.height)
        target.pointee.profile = Int32(profile)
        target.pointee.sample_aspect_ratio = AVRational(
            num: Int32(format.pixelShape.width), den: Int32(format.pixelShape.height))
        target.pointee.color_range =
            format.colour.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        target.pointee.color_primaries = AVColorPrimaries(UInt32(format.colour.primaries))
        target.pointee.color_trc = AVColorTransferCharacteristic(UInt32(format.colour.transfer))
        target.pointee.color_space = AVColorSpace(UInt32(format.colour.matrix))
        return parameters
    }

    static func copy(
        of source: UnsafePointer<AVCodecParameters>
    ) throws(MediaError) -> CodecParameters {
        let parameters = try CodecParameters()
        try checked(
            avcodec_parameters_copy(parameters.pointer, source), "copy", "codec parameters")
        return parameters
    }

    static func of(
        _ context: UnsafePointer<AVCodecContext>
    ) throws(MediaError) -> CodecParameters {
        let parameters = try CodecParameters()
        try checked(
            avcodec_parameters_from_context(parameters.pointer, context), "read", "encoder")
        return parameters
    }
}
