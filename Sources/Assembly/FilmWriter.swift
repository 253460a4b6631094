import DailiesMedia
import DailiesMediaTime

/// Writes the film's file: its picture and its sound, interleaved by time.
struct FilmWriter {
    let plan: AssemblyPlan
    let labels: FilmLabels

    /// - Parameter progress: hears how many of the film's frames are written; what it throws ends
    ///   the work.
    func write(to path: String, progress: (Int) throws -> Void) throws {
        let muxer = try Muxer.create(path)
        let picture = try PictureTrack(plan)
        let seen = try picture.addStream(to: muxer, timescale: timescale)
        try labels.write(to: muxer, plan)
        guard let sound = plan.format.sound else {
            try muxer.begin(options)
            try picture.write(to: muxer, stream: seen, afterFrame: progress)
            return try muxer.finish()
        }
        let encoder = try SoundChunk.encoder(sound)
        var track = try SoundTrack(plan, sound, like: encoder)
        let heard = try muxer.addStream(try encoder.parameters(), timeBase: encoder.timeBase)
        try muxer.begin(options)
        try picture.write(to: muxer, stream: seen) { frames in
            try track.write(upTo: plan.sample(atFrame: frames), to: muxer, stream: heard)
            try progress(frames)
        }
        try muxer.finish()
    }

    /// The index goes in front; the movie counts in units that hold a frame and a sample exactly.
    private var options: [String: String] {
        ["movflags": "faststart", "movie_timescale": String(timescale)]
    }

    /// Units in one second that divide into whole frames and whole samples: 48000 for 24 fps.
    private var timescale: Int32 {
        let frames = plan.frameRate.numerator
        let samples = Int32(plan.format.sound?.sampleRate ?? 48_000)
        var (divisor, rest) = (frames, samples)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        let (common, overflow) = (frames / divisor).multipliedReportingOverflow(by: samples)
        return overflow ? frames : common
    }
}
