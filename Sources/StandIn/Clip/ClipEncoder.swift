import DailiesBitstream
import DailiesMedia
import DailiesMediaTime

/// Encodes a clip picture by picture and writes it as an MP4.
///
/// The picture's track begins at presentation 0, and the edit list of the sound passes over the
/// encoder's priming, so that picture and sound stay together to the sample.
struct ClipEncoder: ~Copyable {
    private let spec: ClipSpec
    private let painter: ClipPainter
    private let sound: BeepTrack
    private let picture: Frame
    private let packet: Packet
    private let videoEncoder: Encoder
    private let audioEncoder: Encoder
    private let muxer: Muxer
    private let videoStream: Int
    private let audioStream: Int?

    private static let channels = 2

    /// Opens the encoders and the file.
    init(_ spec: ClipSpec, path: String) throws(MediaError) {
        guard let frameRate = FrameRate(Int32(spec.framesPerSecond)) else {
            throw MediaError(.unsupported, "encode at", "no frame rate")
        }
        let videoEncoder = try Encoder.x264(
            PictureFormat(width: spec.frameSize.width, height: spec.frameSize.height),
            frameRate: frameRate,
            // One thread: the forge works on two clips at a time already. Flat colours gain nothing
            // from a finer search for motion, which would take a third of the time.
            options: ["preset": "veryfast", "crf": "20", "g": "48", "subq": "1", "threads": "1"])
        let audioEncoder = try Encoder.aac(
            sampleRate: ClipSpec.sampleRate, channels: Self.channels, bitRate: 160_000)
        let muxer = try Muxer.create(path)
        let videoStream = try muxer.addStream(
            videoEncoder.parameters(), timeBase: videoEncoder.timeBase)
        let audioStream =
            spec.hasSound
            ? try muxer.addStream(audioEncoder.parameters(), timeBase: audioEncoder.timeBase) : nil
        muxer.setTag("comment", "Forged by the stand-in; no model was asked.")
        // Edit lists are counted in movie time: this scale holds frames and samples exactly.
        try muxer.begin(["movie_timescale": "\(ClipSpec.sampleRate)"])
        let picture = try Frame.picture(width: spec.frameSize.width, height: spec.frameSize.height)
        let packet = try Packet()
        let painter = try ClipPainter(spec)

        self.spec = spec
        self.painter = painter
        sound = BeepTrack(spec.scenes.first?.prompt ?? "", seconds: spec.seconds)
        self.picture = picture
        self.packet = packet
        self.videoEncoder = videoEncoder
        self.audioEncoder = audioEncoder
        self.muxer = muxer
        self.videoStream = videoStream
        self.audioStream = audioStream
    }

    /// Records the whole clip, with the index at the end of the file as the model delivers it.
    ///
    /// - Parameter mayContinue: asked before every frame; the recording ends with an error when
    ///   it says no.
    consuming func encode(mayContinue: () -> Bool) throws {
        var samples = 0
        for frame in 0..<spec.frameCount {
            guard mayContinue() else { throw ClipGenerationCancelled() }
            try picture.makeWritable()
            painter.paint(picture, frame: frame)
            picture.pts = Int64(frame)
            try videoEncoder.send(picture)
            try writeVideo()
            if let audioStream {
                let end = (frame + 1) * spec.samplesPerFrame
                samples = try encodeSound(from: samples, upTo: end, into: audioStream)
            }
        }
        try videoEncoder.drain()
        try writeVideo()
        if let audioStream {
            try audioEncoder.drain()
            try writeAudio(to: audioStream)
        }
        try muxer.finish()
    }

    /// Encodes whole blocks of sound as far as the picture has come; returns where it stopped.
    private func encodeSound(from start: Int, upTo end: Int, into stream: Int) throws -> Int {
        var position = start
        while position < end {
            let count = min(audioEncoder.samplesPerFrame, spec.sampleCount - position)
            // Blocks that the picture hasn't reached yet wait for the next one.
            guard position + count <= end else { break }
            try audioEncoder.send(block(from: position, count: count))
            try writeAudio(to: stream)
            position += count
        }
        return position
    }

    private func block(from start: Int, count: Int) throws(MediaError) -> Frame {
        let block = try Frame.sound(
            samples: count, channels: Self.channels, sampleRate: ClipSpec.sampleRate)
        for channel in 0..<Self.channels {
            block.withSamples(channel: channel) { samples in
                for index in 0..<count {
                    samples[index] = spec.defect == .silent ? 0 : sound.sample(start + index)
                }
            }
        }
        block.pts = Int64(start)
        return block
    }

    private func writeVideo() throws(MediaError) {
        while try videoEncoder.receive(into: packet) {
            packet.stream = videoStream
            packet.duration = 1
            muxer.rescale(packet, from: videoEncoder.timeBase)
            try muxer.write(packet)
        }
    }

    private func writeAudio(to stream: Int) throws(MediaError) {
        while try audioEncoder.receive(into: packet) {
            packet.stream = stream
            muxer.rescale(packet, from: audioEncoder.timeBase)
            try muxer.write(packet)
        }
    }
}
