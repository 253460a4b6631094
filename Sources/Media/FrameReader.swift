/// Gives out the decoded frames of a file's picture or sound, one after the other.
package struct FrameReader: ~Copyable {
    /// What a packet is to be used for.
    package enum Use: Sendable {
        case decode
        /// It is left out.
        case skip
        /// The decoder gives out what it still holds, and begins anew with this packet.
        case restart
    }

    /// What one step of reading ends in.
    package enum Step: Sendable {
        /// A frame was decoded.
        case frame
        /// A packet or frame is faulty and was passed over; when it would have been shown, in the
        /// stream's time base, and where in the file its packet begins.
        case fault(MediaError, at: Int64?, offset: Int64?)
        /// The decoder has begun anew: the next frame doesn't follow on the last.
        case gap
        case end
    }

    /// The stream that is read.
    package let stream: StreamInfo
    private let demuxer: Demuxer
    private let decoder: Decoder
    private let packet: Packet
    private var state = State.receiving
    /// A decoder that keeps failing while it is emptied has nothing left to give.
    private var faultsInDraining = 0

    private enum State {
        case receiving
        /// The last call failed: only another packet leads on.
        case feeding
        /// What the decoder holds is given out; then it begins anew, or the film is over.
        case draining(isLast: Bool)
        /// The packet that was read waits to be sent.
        case holding
        case ended
    }

    private init(
        _ stream: StreamInfo, adopting demuxer: consuming Demuxer, _ decoder: consuming Decoder,
        _ packet: consuming Packet
    ) {
        self.stream = stream
        self.demuxer = demuxer
        self.decoder = decoder
        self.packet = packet
    }

    /// Opens the picture or the sound of a file; `nil` where it has none.
    ///
    /// - Parameter shouldStop: asked before each reading of bytes; `true` ends the work.
    package static func open(
        _ path: String, _ kind: StreamInfo.Kind, shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MediaError) -> FrameReader? {
        let demuxer = try Demuxer.open(path, shouldStop: shouldStop)
        guard let stream = kind == .video ? demuxer.picture : demuxer.sound else { return nil }
        demuxer.keepOnly([stream.index])
        let decoder = try Decoder.open(stream, of: demuxer)
        return FrameReader(stream, adopting: demuxer, decoder, try Packet())
    }

    /// Decodes the next frame; `false` at the end.
    ///
    /// - Throws: `MediaError` at the first fault.
    package mutating func next(into frame: borrowing Frame) throws(MediaError) -> Bool {
        while true {
            switch try step(into: frame, use: { (_: borrowing Packet) in .decode }) {
            case .frame: return true
            case .fault(let error, _, _): throw error
            case .gap: continue
            case .end: return false
            }
        }
    }

    /// How many faults the decoder has only logged since this was last asked.
    package func consumeLoggedFaults() -> Int { decoder.consumeLoggedFaults() }

    /// Goes on until there is something to tell; faults of the content are told, not thrown.
    ///
    /// - Parameter use: asked once for each packet.
    /// - Throws: `MediaError` where the file can't be read on.
    package mutating func step(
        into frame: borrowing Frame, use: (borrowing Packet) -> Use
    ) throws(MediaError) -> Step {
        while true {
            switch state {
            case .receiving:
                do {
                    switch try decoder.receive(into: frame) {
                    case .frame: return .frame
                    case .finished: state = .ended
                    case .needsPacket: state = .feeding
                    }
                } catch {
                    state = .feeding
                    return .fault(error, at: packet.pts, offset: packet.offset)
                }
            case .feeding:
                guard try demuxer.read(into: packet) else {
                    if let fault = drain(isLast: true) { return fault }
                    continue
                }
                switch use(packet) {
                case .skip: continue
                case .decode: if let fault = send() { return fault }
                case .restart: if let fault = drain(isLast: false) { return fault }
                }
            case .draining(let isLast):
                do {
                    if case .frame = try decoder.receive(into: frame) { return .frame }
                } catch {
                    faultsInDraining += 1
                    if faultsInDraining <= 16 { return .fault(error, at: nil, offset: nil) }
                }
                faultsInDraining = 0
                guard !isLast else {
                    state = .ended
                    continue
                }
                decoder.reset()
                state = .holding
                return .gap
            case .holding: if let fault = send() { return fault }
            case .ended: return .end
            }
        }
    }

    private mutating func send() -> Step? {
        do {
            try decoder.send(packet)
            state = .receiving
            return nil
        } catch {
            state = .feeding
            return .fault(error, at: packet.pts, offset: packet.offset)
        }
    }

    private mutating func drain(isLast: Bool) -> Step? {
        state = .draining(isLast: isLast)
        do {
            try decoder.drain()
            return nil
        } catch {
            return .fault(error, at: nil, offset: nil)
        }
    }
}
