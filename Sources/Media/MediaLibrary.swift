internal import CDailiesFFmpeg

/// What the linked libraries of FFmpeg offer.
package enum MediaLibrary {
    /// The version of FFmpeg, such as `5.1.9-0+deb12u1`.
    package static var version: String { String(cString: av_version_info()) }

    /// Whether there is a decoder with a name, such as `h264`.
    package static func canDecode(_ name: String) -> Bool {
        avcodec_find_decoder_by_name(name) != nil
    }

    /// Whether there is an encoder with a name, such as `libx264`.
    package static func canEncode(_ name: String) -> Bool {
        avcodec_find_encoder_by_name(name) != nil
    }
}
