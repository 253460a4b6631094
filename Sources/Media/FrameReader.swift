package import DailiesContainer

/// Decodes a file's picture or sound frame by frame.
package struct FrameReader: ~Copyable {
    /// The result of one step.
    package enum Step: Sendable {
        /// A frame was decoded.
        case frame
        /// A faulty packet or frame was skipped. `at` is its presentation time in the stream's time
        /// base, `offset` the position of its packet in the file.
        case fault(MediaError, at: Int64?, offset: Int64?)
        case end

        /// Whether a faulty packet or frame was skipped.
        package var isFault: Bool { if case .fault = self { true } else { false } }
    }

    /// The stream that is decoded.
    package let stream: StreamInfo
    private let demuxer: Demuxer
    private var decoder: Decoder
    private let packet: Packet
    /// The frames of sound of a divided packet that weren't sent to the decoder yet, the last one first.
    private var waiting: [(number: Int, place: Range<Int>)] = []
    /// The number of frames in the divided packet.
    private var frameCount = 1
    /// One frame of the packet.
    private let part: Packet
    private var packetsLeft: Int
    private var state = State.receiving
    /// Limits how often the decoder may fail while it is drained before it counts as empty.
    private var faultsInDraining = 0

    private enum State {
        case receiving
        /// The decoder needs another packet, or failed on the last one.
        case feeding
        /// The decoder returns the frames it holds; afterwards the file ends.
        case draining
        case ended
    }

    private init(
        _ stream: StreamInfo, adopting demuxer: consuming Demuxer, _ decoder: consuming Decoder,
        _ packet: consuming Packet, _ part: consuming Packet, _ mostPackets: Int
    ) {
        self.stream = stream
        self.demuxer = demuxer
        self.decoder = decoder
        self.packet = packet
        self.part = part
        packetsLeft = mostPackets
    }

    /// Opens the picture or the sound of a file; `nil` if it has none.
    ///
    /// - Parameter shouldStop: called before bytes are read; `true` aborts.
    package static func open(
        _ path: String, _ kind: StreamInfo.Kind, _ formats: Demuxer.Formats = .movies,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MediaError) -> FrameReader? {
        try open(try Demuxer.open(path, formats, shouldStop: shouldStop), kind)
    }

    /// Reads the picture or the sound of an open file; `nil` if it has none.
    ///
    /// - Parameters:
    ///   - threading: on how many threads the frames are decoded.
    ///   - shouldStop: called before bytes are read; `true` aborts.
    package static func open(
        _ file: FileBytes, _ kind: StreamInfo.Kind, _ formats: Demuxer.Formats = .movies,
        _ threading: Decoder.Threading = .locatesFaults,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MediaError) -> FrameReader? {
        try open(
            try Demuxer.open(file, formats, shouldStop: shouldStop), kind, threading)
    }

    /// Reads the picture or the sound of a file that a demuxer has opened; `nil` if it has none.
    ///
    /// - Parameter mostPackets: after how many packets it stops as if the file ended.
    package static func open(
        _ demuxer: consuming Demuxer, _ kind: StreamInfo.Kind,
        _ threading: Decoder.Threading = .locatesFaults, mostPackets: Int = .max
    ) throws(MediaError) -> FrameReader? {
        guard let stream = kind == .video ? demuxer.picture : demuxer.sound else { return nil }
        demuxer.keepOnly([stream.index])
        let decoder = try Decoder.open(stream, of: demuxer, threading)
        return FrameReader(
            stream, adopting: demuxer, decoder, try Packet(), try Packet(), mostPackets)
    }

    /// Decodes the next frame; `false` at the end.
    ///
    /// - Throws: `MediaError` at the first fault.
    package mutating func next(into frame: borrowing Frame) throws(MediaError) -> Bool {
        switch try step(into: frame) {
        case .frame: return true
        case .fault(let error, _, _): throw error
        case .end: return false
        }
    }

    /// Whether it decodes several pictures at once; faults are then only known to exist, not where.
    package var isFast: Bool { decoder.isFast }

    /// Returns how many faults the decoder has logged without reporting them otherwise since the
    /// last call.
    package func consumeLoggedFaults() -> Int { decoder.consumeLoggedFaults() }

    /// Continues until there is a result; faults in the content are returned, not thrown.
    ///
    /// - Throws: `MediaError` if the file can't be read any further.
    package mutating func step(into frame: borrowing Frame) throws(MediaError) -> Step {
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
                let hasMore = try waiting.isEmpty ? readPacket() : true
                let fault = hasMore ? sendNext() : drain()
                if let fault { return fault }
            case .draining:
                do {
                    if case .frame = try decoder.receive(into: frame) { return .frame }
                } catch {
                    faultsInDraining += 1
                    if faultsInDraining <= 16 { return .fault(error, at: nil, offset: nil) }
                }
                state = .ended
            case .ended: return .end
            }
        }
    }

    /// Reads the next packet, and divides it if it holds several frames; `false` at the end.
    private mutating func readPacket() throws(MediaError) -> Bool {
        let hasPacket = packetsLeft > 0 ? try demuxer.read(into: packet) : false
        packetsLeft -= 1
        guard hasPacket else { return false }
        guard SoundFrames.canShareAPacket(stream.codec) else { return true }
        let places = packet.withBytes { SoundFrames.places(in: $0, codec: stream.codec) }
        guard places.count > 1 else { return true }
        frameCount = places.count
        waiting = places.enumerated().map { ($0.offset, $0.element) }.reversed()
        return true
    }

    /// Sends the packet, or the next one of its frames.
    private mutating func sendNext() -> Step? {
        do {
            if let (number, place) = waiting.popLast() {
                try part.take(place, of: packet, number: number, count: frameCount)
                try decoder.send(part)
            } else {
                try decoder.send(packet)
            }
            state = .receiving
            return nil
        } catch {
            state = .feeding
            return .fault(error, at: packet.pts, offset: packet.offset)
        }
    }

    private mutating func drain() -> Step? {
        state = .draining
        do {
            try decoder.drain()
            return nil
        } catch {
            return .fault(error, at: nil, offset: nil)
        }
    }
}
