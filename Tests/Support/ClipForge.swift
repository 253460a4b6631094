import DailiesBitstream
import DailiesMedia
package import DailiesMediaTime
import Foundation
import Synchronization

/// Makes small real clips for tests, whose frames and samples can all be identified.
package struct ClipForge: Sendable {
    package var width = 320
    package var height = 180
    package var frameRate = FrameRate(24)
    package var frames = 25
    /// The number of the clip that its frames contain, 0…15.
    package var id = 1
    package var sound: Sound? = Sound()
    package var x264 = ["preset": "ultrafast", "crf": "20", "bf": "2", "g": "250"]
    /// The clockwise rotation of the picture in degrees that players must apply.
    package var rotation = 0
    package var isFaststart = false
    /// Additional options of the muxer.
    package var muxing: [String: String] = [:]
    /// The number of samples by which the sound is longer (or, if negative, shorter) than the
    /// picture.
    package var extraSamples = 0
    /// The numbers of the frames that are black.
    package var black = 0..<0
    /// The number of the frame that all following frames repeat.
    package var frozenFrom = Int.max
    /// The numbers of frames that are omitted, which makes the frame rate variable.
    package var dropped: Set<Int> = []
    /// The amplitude of the noise in the picture, for large frames that are hard to encode.
    package var grain = 0
    /// The Y′CbCr colour that fills every frame, instead of blocks.
    package var colour: (luma: UInt8, blue: UInt8, red: UInt8)?
    /// The frames in which the left share of the picture is of one Y′CbCr colour.
    package var patch: (frames: Range<Int>, share: Double, luma: UInt8, blue: UInt8, red: UInt8)?
    /// How often each frame is shown.
    package var repeats = 1
    /// The numbers of the frames that show a mirrored picture of another kind: stripes.
    package var foreign = 0..<0
    /// The frames whose luma is changed alternately up and down by a number of code values.
    package var flicker = 0
    /// The frames that are white and black in turn.
    package var flashing = 0..<0
    /// Whether every frame is random noise.
    package var isNoise = false
    /// The number of black lines at the top and at the bottom of the picture.
    package var bars = 0
    /// The number of the frame at which a hard cut is.
    package var cutAt = Int.max

    package struct Sound: Sendable {
        package var sampleRate = 48_000
        package var channels = 2
        /// The frequency of the sine, whose phase starts at `phaseOffset` samples.
        package var frequency = 440.0
        package var phaseOffset = 0
        /// The amplitude of the sine; 1 is full scale, and louder sound is clipped.
        package var level = 0.2
        /// The channel that is silent.
        package var deadChannel: Int?
        /// The number of the frame at which silence begins.
        package var silentFrom = Int.max
        /// The numbers of the frames without any sound.
        package var muted = 0..<0
        /// The numbers of the frames that start with a click of one millisecond instead of the sine.
        package var clicksAt: [Int] = []
        /// The length of a click in samples; `nil` for one millisecond.
        package var clickLength: Int?
        package init() {}
    }

    package init() {}

    /// Clips that were made in this process, by their descriptions: many tests need the same ones.
    private static let made = Mutex<[String: Data]>([:])

    /// Writes the clip.
    package func write(to path: String) throws {
        let description = "\(self)"
        if let film = Self.made.withLock({ $0[description] }) {
            return try film.write(to: URL(fileURLWithPath: path))
        }
        try make(path)
        let film = try Data(contentsOf: URL(fileURLWithPath: path))
        Self.made.withLock { if film.count <= 1 << 18, $0.count < 500 { $0[description] = film } }
    }

    private func make(_ path: String) throws {
        let rate = frameRate ?? FrameRate(24)
        guard let rate else { return }
        let video = try Encoder.x264(
            PictureFormat(width: width, height: height), frameRate: rate, options: x264)
        let muxer = try Muxer.create(path)
        let picture = try muxer.addStream(
            try video.parameters(), timeBase: video.timeBase, rotation: rotation)
        guard let sound else {
            try muxer.begin(options)
            try encodePicture(video, to: muxer, stream: picture)
            return try muxer.finish()
        }
        let audio = try Encoder.aac(
            sampleRate: sound.sampleRate, channels: sound.channels, bitRate: 128_000)
        let audible = try muxer.addStream(try audio.parameters(), timeBase: audio.timeBase)
        try muxer.begin(options)
        try encodePicture(video, to: muxer, stream: picture)
        let length =
            Int(rate.duration(frames: frames).units(per: sound.sampleRate)) + extraSamples
        try encodeSound(sound, length, rate, audio, to: muxer, stream: audible)
        try muxer.finish()
    }

    private var options: [String: String] {
        muxing.merging(isFaststart ? ["movflags": "faststart"] : [:]) { $1 }
    }

    // MARK: Picture

    private func encodePicture(
        _ encoder: borrowing Encoder, to muxer: borrowing Muxer, stream: Int
    ) throws {
        for number in 0..<frames where !dropped.contains(number) {
            let frame = try Frame.picture(width: width, height: height)
            paint(frame, number)
            frame.pts = Int64(number)
            try encoder.send(frame)
            try writePackets(encoder, to: muxer, stream: stream, duration: 1)
        }
        try encoder.drain()
        try writePackets(encoder, to: muxer, stream: stream, duration: 1)
    }

    // MARK: Sound

    private func encodeSound(
        _ sound: Sound, _ length: Int, _ rate: FrameRate, _ encoder: borrowing Encoder,
        to muxer: borrowing Muxer, stream: Int
    ) throws {
        let clicks = sound.clicksAt.map {
            Int(rate.duration(frames: $0).units(per: sound.sampleRate))
        }
        let silentFrom =
            sound.silentFrom == .max
            ? Int.max : Int(rate.duration(frames: sound.silentFrom).units(per: sound.sampleRate))
        func position(of frame: Int) -> Int {
            Int(rate.duration(frames: frame).units(per: sound.sampleRate))
        }
        let muted = position(of: sound.muted.lowerBound)..<position(of: sound.muted.upperBound)
        var position = 0
        while position < length {
            let count = min(encoder.samplesPerFrame, length - position)
            let frame = try Frame.sound(
                samples: count, channels: sound.channels, sampleRate: sound.sampleRate)
            frame.pts = Int64(position)
            for channel in 0..<sound.channels {
                frame.withSamples(channel: channel) { samples in
                    for index in 0..<count {
                        samples[index] =
                            channel == sound.deadChannel || position + index >= silentFrom
                                || muted.contains(position + index)
                            ? 0 : sample(sound, position + index, clicks)
                    }
                }
            }
            try encoder.send(frame)
            try writePackets(encoder, to: muxer, stream: stream, duration: nil)
            position += count
        }
        try encoder.drain()
        try writePackets(encoder, to: muxer, stream: stream, duration: nil)
    }

    private func sample(_ sound: Sound, _ position: Int, _ clicks: [Int]) -> Float {
        let length = sound.clickLength ?? sound.sampleRate / 1000
        if clicks.contains(where: { ($0..<$0 + length).contains(position) }) { return 0.9 }
        let phase = Double(position + sound.phaseOffset) / Double(sound.sampleRate)
        return Float(max(-1, min(1, sound.level * sin(2 * .pi * sound.frequency * phase))))
    }

    private func writePackets(
        _ encoder: borrowing Encoder, to muxer: borrowing Muxer, stream: Int, duration: Int64?
    ) throws {
        let packet = try Packet()
        while try encoder.receive(into: packet) {
            packet.stream = stream
            if let duration { packet.duration = duration }
            muxer.rescale(packet, from: encoder.timeBase)
            try muxer.write(packet)
        }
    }
}
