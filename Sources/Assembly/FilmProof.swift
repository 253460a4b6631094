import DailiesMedia
import DailiesMediaTime
import Glibc

/// Reads a finished film back before it gets its name.
enum FilmProof {
    static func check(_ path: String, against plan: AssemblyPlan) throws {
        let demuxer = try Demuxer.open(path)
        guard let picture = demuxer.picture else {
            throw AssemblyError.selfCheck(expected: "a picture", found: "none")
        }
        try expect(plan.frameCount, picture.frameCountFromHeader, "frames")
        try expect(plan.duration, picture.durationFromHeader, "of picture")
        try expect(MediaTime.zero, picture.start, "before the first frame")
        try expect(plan.format.sound == nil, demuxer.sound == nil, "as the absence of sound")
        if let sound = demuxer.sound, let rate = plan.format.sound?.sampleRate {
            let asked = plan.sample(atFrame: plan.frameCount)
            try expect(asked, sound.durationFromHeader?.units(per: rate), "samples of sound")
        }
        try checkIndex(of: picture, demuxer, path, plan)
    }

    /// Every sample lies inside the file, and every clip begins with a key frame.
    private static func checkIndex(
        of picture: StreamInfo, _ demuxer: borrowing Demuxer, _ path: String, _ plan: AssemblyPlan
    ) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw AssemblyError.notWritten(path: path, reason: String(cString: strerror(errno)))
        }
        for stream in demuxer.streams {
            guard demuxer.indexCount(of: stream.index) > 0,
                demuxer.overhang(of: stream.index, beyond: Int64(status.st_size)) == nil
            else {
                throw AssemblyError.selfCheck(
                    expected: "all samples inside the file", found: "some beyond its end")
            }
        }
        for placement in plan.placements {
            let entry = demuxer.indexEntry(placement.firstFrame, of: picture.index)
            guard entry?.isKey == true else {
                throw AssemblyError.selfCheck(
                    expected: "a key frame at the start of \(placement.clip.path)", found: "none")
            }
        }
    }

    private static func expect<Value: Equatable>(
        _ expected: Value, _ found: Value?, _ what: String
    ) throws {
        guard found == expected else {
            throw AssemblyError.selfCheck(
                expected: "\(expected) \(what)", found: found.map { "\($0)" } ?? "nothing")
        }
    }
}
