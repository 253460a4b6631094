import DailiesBitstream
import DailiesMedia

/// How the packets of a picture are cut into NAL units.
struct NALFraming: Sendable {
    let codec: NALCodec
    /// Bytes of the length in front of each unit.
    let lengthSize: Int

    /// Looks through a packet's units.
    func survey(_ packet: UnsafeBufferPointer<UInt8>) -> NALSurvey {
        codec.survey(packet, lengthSize: lengthSize)
    }

    /// Reads the decoder configuration; `nil` for codecs without NAL units and for encrypted ones.
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
