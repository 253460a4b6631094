internal import CDailiesFFmpeg

/// A stream's codec parameters, owned apart from the file they were read from.
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

    /// Exchanges the decoder configuration, such as the `avcC` box of H.264.
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
