import DailiesMedia

/// The film's one continuous soundtrack: encoded once, silence where nothing is written.
struct SoundTrack: ~Copyable {
    private let encoder: Encoder
    private let packet: Packet
    private let sound: Clip.Sound
    /// Samples that were given to the encoder or wait in `pending`.
    private(set) var position: Int64 = 0
    private var pending: [[Float]]
    private var encodedBlocks: Int64 = 0
    private var writtenPackets: Int64 = 0
    /// The film's length in samples.
    private let length: Int64

    /// Bits per second for each channel: transparent for one more generation of AAC.
    private static let bitRatePerChannel = 128_000

    private init(
        adopting encoder: consuming Encoder, _ packet: consuming Packet, _ sound: Clip.Sound,
        length: Int64
    ) {
        self.encoder = encoder
        self.packet = packet
        self.sound = sound
        self.length = length
        pending = Array(repeating: [], count: sound.channels)
    }

    static func open(_ sound: Clip.Sound, length: Int64) throws(MediaError) -> SoundTrack {
        let encoder = try Encoder.aac(
            sampleRate: sound.sampleRate, channels: sound.channels,
            bitRate: bitRatePerChannel * sound.channels)
        return SoundTrack(adopting: encoder, try Packet(), sound, length: length)
    }

    func addStream(to muxer: borrowing Muxer) throws(MediaError) -> Int {
        try muxer.addStream(try encoder.parameters(), timeBase: encoder.timeBase)
    }

    /// Appends silence up to a place on the soundtrack.
    mutating func fill(to place: Int64) {
        guard place > position else { return }
        for channel in pending.indices {
            pending[channel].append(contentsOf: repeatElement(0, count: Int(place - position)))
        }
        position = place
    }

    /// Writes a block at its place; what lies before the present position or beyond `end` is cut.
    mutating func write(_ block: ClipSound.Block, at place: Int64, end: Int64) {
        fill(to: min(place, end))
        let skipped = Int(max(0, position - place))
        let kept = min(block.count, Int(max(0, end - place)))
        guard skipped < kept, !block.channels.isEmpty else { return }
        for channel in pending.indices {
            // A mono clip among stereo ones is heard on both sides.
            let source = block.channels[min(channel, block.channels.count - 1)]
            pending[channel].append(contentsOf: source[skipped..<kept])
        }
        position += Int64(kept - skipped)
    }

    /// Encodes and writes every full block that has gathered.
    mutating func encode(to muxer: borrowing Muxer, stream: Int) throws(MediaError) {
        let size = encoder.samplesPerFrame
        while (pending.first?.count ?? 0) >= size {
            try send(size)
            try writePackets(muxer, stream)
        }
    }

    /// Encodes what is left and writes the track's end.
    mutating func finish(to muxer: borrowing Muxer, stream: Int) throws(MediaError) {
        try encode(to: muxer, stream: stream)
        let rest = pending.first?.count ?? 0
        if rest > 0 { try send(rest) }
        try encoder.drain()
        try writePackets(muxer, stream)
    }

    private mutating func send(_ count: Int) throws(MediaError) {
        let frame = try Frame.sound(
            samples: count, channels: sound.channels, sampleRate: sound.sampleRate)
        frame.presentation = encodedBlocks * Int64(encoder.samplesPerFrame)
        for channel in pending.indices {
            frame.withSamples(channel: channel) { samples in
                for index in 0..<count { samples[index] = pending[channel][index] }
            }
            pending[channel].removeFirst(count)
        }
        encodedBlocks += 1
        try encoder.send(frame)
    }

    private mutating func writePackets(
        _ muxer: borrowing Muxer, _ stream: Int
    ) throws(MediaError) {
        while try encoder.receive(into: packet) {
            let size = Int64(encoder.samplesPerFrame)
            // The encoder's priming stands before zero: the container's edit list hides it.
            let start = writtenPackets * size - Int64(encoder.priming)
            writtenPackets += 1
            guard start < length else { continue }
            packet.stream = stream
            packet.presentation = start
            packet.decoding = start
            // The last block is cut so that the track ends with the picture, to the sample.
            packet.duration = min(size, length - start)
            muxer.rescale(packet, from: encoder.timeBase)
            try muxer.write(packet)
        }
    }
}
