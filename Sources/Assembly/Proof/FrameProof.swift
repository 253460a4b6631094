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
            if case .copied(let index, let from) = segment.source {
                let path = plan.placements[index].clip.path
                clip = try FrameReader.open(path, .video)
                for _ in 0..<from { _ = try clip?.next(into: original) }
            }
            for frame in segment.frames {
                if shouldStop() { throw AssemblyError.cancelled }
                guard try film.next(into: filmFrame) else {
                    throw AssemblyError.selfCheck(
                        expected: "\(plan.frameCount) pictures", found: "\(frame)")
                }
                guard case .copied = segment.source else { continue }
                guard try clip?.next(into: original) == true, filmFrame.hasSamePicture(as: original)
                else {
                    throw AssemblyError.selfCheck(
                        expected: "the clip's own picture in frame \(frame)", found: "another one")
                }
            }
        }
    }
}
