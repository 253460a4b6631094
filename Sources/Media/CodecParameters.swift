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
