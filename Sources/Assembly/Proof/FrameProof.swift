import DailiesMedia

/// Decodes a finished film and the clips it was copied from, and compares every sample.
enum FrameProof {
    static func check(
        _ path: String, _ plan: AssemblyPlan, shouldStop: () -> Bool
    ) throws {
        guard var film = try FrameReader.open(path, .video) else { return }
        let filmFrame = try Frame()
        let original = try Frame()
        for segment in plan.segments {
            var clip: FrameReader?
            var placement: AssemblyPlan.Placement?
            if case .copied(let index, let from) = segment.source {
                let copied = plan.placements[index]
                placement = copied
                clip = try FrameReader.open(Demuxer.open(copied.clip.path, .clips), .video)
                for _ in 0..<from { _ = try clip?.next(into: original) }
            }
            for frame in segment.frames {
                if shouldStop() { throw AssemblyError.cancelled }
                guard try next(&film, into: filmFrame, frame, of: placement, plan) else {
                    throw AssemblyError.selfCheck(
                        expected: "\(plan.frameCount) pictures", found: "\(frame)")
                }
                guard placement != nil else { continue }
                guard try clip?.next(into: original) == true, filmFrame.hasSamePicture(as: original)
                else {
                    throw AssemblyError.selfCheck(
                        expected: "the clip's own picture in frame \(frame)", found: "another one")
                }
            }
        }
    }

    /// Decodes the film's next picture; `false` at the end.
    ///
    /// - Throws: `AssemblyError` if it is damaged, as it is in the clip from which it was copied.
    private static func next(
        _ film: inout FrameReader, into picture: borrowing Frame, _ frame: Int,
        of placement: AssemblyPlan.Placement?, _ plan: AssemblyPlan
    ) throws -> Bool {
        var isIntact = true
        var hasPicture = true
        do {
            hasPicture = try film.next(into: picture)
            isIntact = !picture.isDamaged
        } catch {
            guard placement != nil else { throw error }
            isIntact = false
        }
        if let placement, hasPicture, !isIntact {
            throw AssemblyError.damagedPicture(
                of: placement.clip,
                at: plan.frameRate.duration(frames: frame - placement.firstFrame))
        }
        return hasPicture
    }
}
