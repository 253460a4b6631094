import DailiesBitstream
import DailiesLanding
import DailiesMedia
package import DailiesMediaTime
import Glibc

/// A clip that stands in a film for a take that is missing: lines of text on grey, in a bright
/// frame, without sound or with silence.
package struct Slate: Hashable, Sendable {
    package let frameSize: FrameSize
    package let frameRate: FrameRate
    /// The number of frames that the clip has.
    package let frameCount: Int
    /// The format of the silence; `nil` for a clip without sound.
    package let sound: Sound?
    /// The lines, from the top; the first is twice as large as the others.
    ///
    /// They are drawn in printable ASCII, and what doesn't fit is truncated.
    package let lines: [String]

    /// A format of silence.
    package struct Sound: Hashable, Sendable {
        package let sampleRate: Int
        package let channels: Int

        package init(sampleRate: Int, channels: Int) {
            self.sampleRate = sampleRate
            self.channels = channels
        }
    }

    package init(
        frameSize: FrameSize, frameRate: FrameRate, frameCount: Int, sound: Sound?, lines: [String]
    ) {
        self.frameSize = frameSize
        self.frameRate = frameRate
        self.frameCount = frameCount
        self.sound = sound
        self.lines = lines
    }

    /// Writes the clip as MP4 with H.264 and AAC; a file with that name is replaced.
    ///
    /// - Throws: `AssemblyError`; nothing is left behind then.
    package func write(to path: String) throws(AssemblyError) {
        guard AssemblySettings.allows(frameSize) else { throw .unusableFrameSize(frameSize) }
        guard frameCount > 0 else {
            throw .notWritten(path: path, reason: "a slate needs at least one frame")
        }
        let file = try Assembler.temporaryFile(for: path)
        do {
            try encode(to: file.path)
            try Landing.land(file.path, as: path)
        } catch {
            unlink(file.path)
            throw Assembler.assemblyError(error, path)
        }
    }

    // MARK: Encoding

    private func encode(to path: String) throws {
        var format = PictureFormat(width: frameSize.width, height: frameSize.height)
        // Unspecified colours agree with those of most clips, so that the slate is copied.
        format.colour = VideoColour()
        let video = try Encoder.x264(
            format, frameRate: frameRate, options: ["preset": "veryfast", "crf": "18"])
        let muxer = try Muxer.create(path)
        let videoStream = try muxer.addStream(video.parameters(), timeBase: video.timeBase)
        guard let sound else {
            try muxer.begin()
            try encodePicture(video, to: muxer, stream: videoStream)
            return try muxer.finish()
        }
        let audio = try Encoder.aac(
            sampleRate: sound.sampleRate, channels: sound.channels, bitRate: 64_000)
        let audioStream = try muxer.addStream(audio.parameters(), timeBase: audio.timeBase)
        // Edit lists use the movie's time scale: this one represents samples exactly.
        try muxer.begin(["movie_timescale": "\(sound.sampleRate)"])
        try encodePicture(video, to: muxer, stream: videoStream)
        try encodeSilence(sound, audio, to: muxer, stream: audioStream)
        try muxer.finish()
    }

    private func encodePicture(
        _ encoder: borrowing Encoder, to muxer: borrowing Muxer, stream: Int
    ) throws {
        let picture = try Frame.picture(width: frameSize.width, height: frameSize.height)
        paint(picture)
        for number in 0..<frameCount {
            picture.pts = Int64(number)
            try encoder.send(picture)
            try write(encoder, to: muxer, stream: stream, duration: 1)
        }
        try encoder.drain()
        try write(encoder, to: muxer, stream: stream, duration: 1)
    }

    private func encodeSilence(
        _ sound: Sound, _ encoder: borrowing Encoder, to muxer: borrowing Muxer, stream: Int
    ) throws {
        let length = Int(frameRate.duration(frames: frameCount).units(per: sound.sampleRate))
        for start in stride(from: 0, to: length, by: encoder.samplesPerFrame) {
            let count = min(encoder.samplesPerFrame, length - start)
            let silence = [Float](repeating: 0, count: count)
            let block = try Frame.sound(
                Array(repeating: silence, count: sound.channels), sampleRate: sound.sampleRate)
            block.pts = Int64(start)
            try encoder.send(block)
            try write(encoder, to: muxer, stream: stream, duration: nil)
        }
        try encoder.drain()
        try write(encoder, to: muxer, stream: stream, duration: nil)
    }

    /// Writes the packets that an encoder has ready.
    ///
    /// - Parameter duration: in the encoder's time base; `nil` where the encoder sets it.
    private func write(
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
