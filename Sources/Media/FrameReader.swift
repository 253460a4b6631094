/// Gives out the decoded frames of a file's picture or sound, one after the other.
package struct FrameReader: ~Copyable {
    /// The stream that is read.
    package let stream: StreamInfo
    private let demuxer: Demuxer
    private let decoder: Decoder
    private let packet: Packet
    private let passesOverFaults: Bool
    private var isAtEnd = false

    private init(
        _ stream: StreamInfo, adopting demuxer: consuming Demuxer, _ decoder: consuming Decoder,
        _ packet: consuming Packet, passesOverFaults: Bool
    ) {
        self.stream = stream
        self.demuxer = demuxer
        self.decoder = decoder
        self.packet = packet
        self.passesOverFaults = passesOverFaults
    }

    /// Opens the picture or the sound of a file; `nil` where it has none.
    ///
    /// - Parameter passesOverFaults: whether a packet that can't be decoded is left out, instead of
    ///   ending the reading with an error.
    package static func open(
        _ path: String, _ kind: StreamInfo.Kind, passesOverFaults: Bool = false
    ) throws(MediaError) -> FrameReader? {
        let demuxer = try Demuxer.open(path)
        guard let stream = kind == .video ? demuxer.picture : demuxer.sound else { return nil }
        demuxer.keepOnly([stream.index])
        let decoder = try Decoder.open(stream, of: demuxer)
        return FrameReader(
            stream, adopting: demuxer, decoder, try Packet(), passesOverFaults: passesOverFaults)
    }

    /// Decodes the next frame; `false` at the end.
    package mutating func next(into frame: borrowing Frame) throws(MediaError) -> Bool {
        while true {
            do {
                switch try decoder.receive(into: frame) {
                case .frame: return true
                case .finished: return false
                case .needsPacket:
                    if isAtEnd { return false }
                    try sendNext()
                }
            } catch {
                guard passesOverFaults, error.operation.hasPrefix("decode") else { throw error }
            }
        }
    }

    private mutating func sendNext() throws(MediaError) {
        if try demuxer.read(into: packet) {
            try decoder.send(packet)
        } else {
            isAtEnd = true
            try decoder.drain()
        }
    }
}
