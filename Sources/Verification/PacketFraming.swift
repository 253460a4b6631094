import DailiesBitstream
import DailiesMedia

/// How the packets of a picture are cut into NAL units.
struct PacketFraming: Sendable {
    let codec: NALCodec
    /// Bytes of the length in front of each unit.
    let lengthSize: Int

    /// Reads the decoder configuration; `nil` for codecs without NAL units and for encrypted ones.
    init?(_ stream: StreamInfo) {
        guard !stream.isEncrypted else { return nil }
        switch stream.codec {
        case "h264":
            guard let configuration = AVCConfiguration(stream.configuration) else { return nil }
            codec = .h264
            lengthSize = configuration.lengthSize
        case "hevc":
            // ISO/IEC 14496-15, 8.3.3.1: the two lowest bits of byte 21.
            guard stream.configuration.count > 22, stream.configuration[0] == 1 else {
                return nil
            }
            codec = .hevc
            lengthSize = Int(stream.configuration[21] & 3) + 1
        default: return nil
        }
    }
}
