import DailiesBitstream
import DailiesMedia
package import DailiesMediaTime
import Foundation

/// Makes small real clips in the test run: every frame and every sample can be told apart.
package struct ClipForge: Sendable {
    package var width = 320
    package var height = 180
    package var frameRate = FrameRate(24)
    package var frames = 25
    /// Names the clip in its frames, 0…15.
    package var id = 1
    package var sound: Sound? = Sound()
    package var x264 = ["preset": "ultrafast", "crf": "20", "bf": "2", "g": "250"]
    /// How far players must turn the picture clockwise.
    package var rotation = 0
    package var isFaststart = false
    /// More options of the muxer.
    package var muxing: [String: String] = [:]
    /// Samples by which the sound is longer (or, negative, shorter) than the picture.
    package var extraSamples = 0
    /// Frames that are black.
    package var black = 0..<0
    /// The frame from which on the picture stands still.
    package var frozenFrom = Int.max
    /// Frame numbers that are left out: the clip then has a varying rate.
    package var dropped: Set<Int> = []
    /// By how much noise lifts or lowers a pixel at most: large frames, hard to code.
    package var grain = 0
    /// One colour, in Y′CbCr, that fills every frame instead.
    package var colour: (luma: UInt8, blue: UInt8, red: UInt8)?
    /// Whether every pixel is chance, in every frame anew.
    package var isNoise = false
    /// Black lines above and below the picture.
    package var bars = 0
    /// The frame at which the picture becomes quite another.
    package var cutAt = Int.max

    package struct Sound: Sendable {
        package var sampleRate = 48_000
        package var channels = 2
        /// A sine of this frequency whose phase runs on from `phaseOffset` samples.
        package var frequency = 440.0
        package var phaseOffset = 0
        /// How loud the sine is; 1 is full scale, and what is louder is cut off flat.
        package var level = 0.2
        /// A channel that carries nothing.
        package var deadChannel: Int?
        /// The frame from which on the sound is silent.
        package var silentFrom = Int.max
        /// Frames at whose start a click of one millisecond stands instead of the sine.
        package var clicksAt: [Int] = []
        package init() {}
    }

    package init() {}

    /// Writes the clip.
    package func write(to path: String) throws {
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
        let millisecond = sound.sampleRate / 1000
        if clicks.contains(where: { ($0..<$0 + millisecond).contains(position) }) { return 0.9 }
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
