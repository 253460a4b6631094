import DailiesBitstream
import DailiesMedia
import DailiesMediaTime

/// Writes the film's file: copied pictures and encoded sound, interleaved by time.
struct FilmWriter {
    let plan: AssemblyPlan
    let title: String?
    let chapters: [String]?

    func write(to path: String, shouldStop: () -> Bool) throws {
        let muxer = try Muxer.create(path)
        let picture = try addPicture(to: muxer)
        if let title { muxer.setTag("title", title) }
        try nameChapters(in: muxer)
        guard let sound = plan.sound else {
            try muxer.begin(options)
            for placement in plan.placements {
                try copyPicture(placement, to: muxer, stream: picture, shouldStop: shouldStop) {
                    _ in
                }
            }
            return try muxer.finish()
        }
        var track = try SoundTrack.open(sound, length: plan.sample(atFrame: plan.frameCount))
        let audible = try track.addStream(to: muxer)
        try muxer.begin(options)
        for placement in plan.placements {
            var source = try ClipSound.open(placement.clip)
            let start = plan.sample(atFrame: placement.firstFrame)
            let end = plan.sample(atFrame: placement.firstFrame + placement.clip.frameCount)
            try copyPicture(placement, to: muxer, stream: picture, shouldStop: shouldStop) {
                frame in
                try advance(&track, &source, from: start, to: plan.sample(atFrame: frame), end: end)
                try track.encode(to: muxer, stream: audible)
            }
            try advance(&track, &source, from: start, to: end, end: end)
        }
        try track.finish(to: muxer, stream: audible)
        try muxer.finish()
    }

    /// One chapter for each row of clips under one name; times count frames of the film.
    private func nameChapters(in muxer: borrowing Muxer) throws {
        guard let chapters else { return }
        var list: [Muxer.Chapter] = []
        for (placement, title) in zip(plan.placements, chapters) {
            let end = Int64(placement.firstFrame + placement.clip.frameCount)
            if let last = list.last, last.title == title {
                list[list.count - 1] = Muxer.Chapter(
                    title: title, range: last.range.lowerBound..<end)
            } else {
                list.append(Muxer.Chapter(title: title, range: Int64(placement.firstFrame)..<end))
            }
        }
        try muxer.setChapters(list, timeBase: frames)
    }

    /// The time base that counts frames of the film.
    private var frames: StreamInfo.TimeBase {
        StreamInfo.TimeBase(
            numerator: plan.frameRate.denominator, denominator: plan.frameRate.numerator)
    }

    /// The index goes in front; the movie counts in units that hold a frame and a sample exactly.
    private var options: [String: String] {
        ["movflags": "faststart", "movie_timescale": String(timescale)]
    }

    /// Units in one second that divide into whole frames and whole samples: 48000 for 24 fps.
    private var timescale: Int32 {
        let (frames, samples) = (plan.frameRate.numerator, Int32(plan.sound?.sampleRate ?? 48_000))
        var (divisor, rest) = (frames, samples)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        let (common, overflow) = (frames / divisor).multipliedReportingOverflow(by: samples)
        return overflow ? frames : common
    }

    private func addPicture(to muxer: borrowing Muxer) throws -> Int {
        let demuxer = try Demuxer.open(plan.model.path)
        guard let stream = demuxer.picture else { throw AssemblyError.noClips }
        let parameters = try demuxer.parameters(of: stream.index)
        try parameters.setConfiguration(plan.configuration)
        return try muxer.addStream(
            parameters,
            timeBase: StreamInfo.TimeBase(numerator: 1, denominator: timescale))
    }

    /// Copies a clip's packets, untouched but for their times and the numbers of their parameter
    /// sets; `afterFrame` hears the film's frame that decoding has reached.
    private func copyPicture(
        _ placement: AssemblyPlan.Placement,
        to muxer: borrowing Muxer,
        stream: Int,
        shouldStop: () -> Bool,
        afterFrame: (Int) throws -> Void
    ) throws {
        let clip = placement.clip
        let demuxer = try Demuxer.open(clip.path)
        guard let source = demuxer.picture else {
            throw AssemblyError.unusableClip(path: clip.path, reason: "it has no picture")
        }
        demuxer.keepOnly([source.index])
        let packet = try Packet()
        // All times count frames of the film; the muxer's unit holds them exactly.
        var decoded = 0
        while try demuxer.read(into: packet) {
            if shouldStop() { throw AssemblyError.cancelled }
            guard let time = packet.presentation, decoded < clip.frameCount else {
                throw AssemblyError.unusableClip(
                    path: clip.path, reason: "it changed while it was being joined")
            }
            let place =
                placement.firstFrame + Int((time - clip.firstPresentation) / clip.unitsPerFrame)
            if let renumbering = placement.renumbering {
                guard let bytes = packet.withBytes({ renumbering.rewrite($0) }) else {
                    throw AssemblyError.unusableClip(
                        path: clip.path,
                        reason: "frame \(decoded) holds something that can't be rewritten")
                }
                try packet.replaceBytes(with: bytes)
            }
            packet.stream = stream
            packet.presentation = Int64(place)
            packet.decoding = Int64(placement.firstFrame + decoded - plan.reorderDepth)
            packet.duration = 1
            packet.forgetOrigin()
            muxer.rescale(packet, from: frames)
            try muxer.write(packet)
            decoded += 1
            try afterFrame(placement.firstFrame + decoded)
        }
        guard decoded == clip.frameCount else {
            throw AssemblyError.unusableClip(
                path: clip.path, reason: "it changed while it was being joined")
        }
    }

    /// Brings the soundtrack forward to `place` with the clip's sound, never beyond `end`; where the
    /// clip has none, with silence.
    private func advance(
        _ track: inout SoundTrack,
        _ source: inout ClipSound?,
        from start: Int64,
        to place: Int64,
        end: Int64
    ) throws {
        while track.position < place {
            guard let block = try source?.next() else { return track.fill(to: place) }
            track.write(block, at: start + block.position, end: end)
        }
    }
}
