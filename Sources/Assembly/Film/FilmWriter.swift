import DailiesMedia
import DailiesMediaTime

/// Writes the film's file, with video and audio interleaved by time.
struct FilmWriter {
    let plan: AssemblyPlan
    let metadata: FilmMetadata
    /// Sound that was encoded before; `nil` if there is none.
    var preencoded: PreencodedSound?

    /// Writes the whole film.
    ///
    /// - Parameter progress: gets the number of frames written so far; an error it throws ends the
    ///   work.
    func write(
        to path: String, as container: FilmContainer = .mp4, progress: (Int) throws -> Void
    ) throws -> WrittenFilm {
        let muxer = try Muxer.create(path, as: container.format)
        let picture = try PictureTrack(plan)
        let videoStream = try picture.addStream(to: muxer, timescale: timescale)
        guard let sound = plan.format.sound else {
            let cover = try metadata.apply(to: muxer, plan)
            try muxer.begin(options)
            try metadata.writeCover(to: muxer, stream: cover)
            try picture.write(to: muxer, stream: videoStream, afterFrame: progress)
            try muxer.finish()
            return WrittenFilm(picture: picture.digest)
        }
        let encoder = try SoundChunk.encoder(sound)
        let audioStream = try muxer.addStream(try encoder.parameters(), timeBase: encoder.timeBase)
        if let language = metadata.language { muxer.setLanguage(language, of: audioStream) }
        let loudness = try plan.settings.loudness.flatMap {
            try FilmLoudness.measure(plan, sound, target: $0)
        }
        var track = try SoundTrack(
            SoundChunks(plan, sound, gain: loudness?.gain ?? 0), preencoded: preencoded,
            like: encoder)
        let cover = try metadata.apply(to: muxer, plan)
        try muxer.begin(options)
        try metadata.writeCover(to: muxer, stream: cover)
        try picture.write(to: muxer, stream: videoStream) { frames in
            try track.write(upTo: plan.sample(atFrame: frames), to: muxer, stream: audioStream)
            try progress(frames)
        }
        try muxer.finish()
        return WrittenFilm(
            picture: picture.digest, sound: track.digest, loudness: loudness,
            seams: track.seams)
    }

    /// The index is in front; the movie's time units hold a frame and a sample exactly.
    private var options: [String: String] {
        ["moov_size": String(maximumIndexSize), "movie_timescale": String(timescale)]
    }

    /// The maximum size of the film's index, which is reserved in front so that nothing has to be
    /// moved.
    ///
    /// Each frame has entries for its size, offset and two times, and may be in a chunk of its own.
    /// The unused space becomes a `free` box.
    private var maximumIndexSize: Int {
        let samples = Int(plan.sample(atFrame: plan.frameCount))
        let names = (metadata.chapters ?? []).reduce(0) { $0 + 128 + 4 * $1.utf8.count }
        let texts = (metadata.title ?? "").utf8.count + (metadata.comment ?? "").utf8.count
        let cover = metadata.cover?.bytes.count ?? 0
        // The XMP comes into the same space. A quotation mark has six bytes there.
        let xmp = ([metadata.title ?? ""] + metadata.disclosure.prompts)
            .reduce(0) { $0 + 6 * $1.utf8.count }
        return 65_536 + cover + xmp + plan.frameCount * 40
            + (samples / SoundChunk.blockSize + 2) * 24
            + names
            + 4 * texts
    }

    /// Units per second that divide into whole frames and whole samples: 48000 for 24 fps.
    private var timescale: Int32 {
        let frames = plan.frameRate.numerator
        let samples = Int32(plan.format.sound?.sampleRate ?? 48_000)
        var (divisor, rest) = (frames, samples)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        let (common, overflow) = (frames / divisor).multipliedReportingOverflow(by: samples)
        return overflow ? frames : common
    }
}
