import DailiesBitstream
import DailiesMedia

/// Splits video packets into NAL units.
struct NALFraming: Sendable {
    let codec: NALCodec
    /// Number of bytes of the length field in front of each unit.
    let lengthSize: Int

    /// Checks the NAL units of a packet.
    func survey(_ packet: UnsafeBufferPointer<UInt8>) -> NALSurvey {
        codec.survey(packet, lengthSize: lengthSize)
    }

    /// Reads the decoder configuration; `nil` for encrypted streams and for codecs without NAL
    /// units.
    init?(_ stream: StreamInfo) {
        guard !stream.isEncrypted else { return nil }
        switch stream.codec {
        case "h264":
            guard let configuration = AVCConfiguration(stream.configuration) else { return nil }
            codec = .h264
            lengthSize = configuration.lengthSize
        case "hevc":
            guard let configuration = HEVCConfiguration(stream.configuration) else { return nil }
            codec = .hevc
            lengthSize = configuration.lengthSize
        default: return nil
        }
    }
}
