import DailiesAssembly
import DailiesJSON
import DailiesMediaTime
import DailiesReporting

/// What `assemble` prints: for people the clips that aren't just copied, for programs all of them.
struct AssemblySummary {
    let plan: AssemblyPlan
    let output: String?
    /// The written film; `nil` where it is only planned.
    var film: AssembledFilm?

    /// - Parameter isWhole: whether copied clips are listed for people too.
    func print(to console: Console, asJSON: Bool, isWhole: Bool) {
        if asJSON { return console.output(json.line) }
        for placement in plan.placements where isWhole || placement.encodedFrames > 0 {
            console.output(console.printable(row(placement)))
        }
        for seam in film?.seams ?? [] where seam.isLoudStep {
            console.output(
                "  \(seam.time)  the sound becomes \(tenths(abs(seam.step))) dB "
                    + (seam.step > 0 ? "louder" : "quieter") + " at this seam")
        }
        if let film, !film.droppedManifests.isEmpty {
            let count = film.droppedManifests.count
            console.output(
                "  \(count == 1 ? "a clip carries a C2PA manifest" : "\(count) clips carry C2PA manifests"), "
                    + "and the film carries none: --sign-command can sign it")
        }
        if let loudness = film?.loudness {
            console.output(
                "  loudness \(tenths(loudness.measured)) LUFS, gain \(tenths(loudness.gain)) dB"
                    + (loudness.isBoundByPeak ? ": more would clip its peaks" : ""))
        }
        if let end = plan.bedEnd {
            console.output(
                "  the music ends at \(end), and the film at \(plan.duration): --music-loop "
                    + "repeats it")
        }
        let name = output ?? "the film"
        console.output(
            console.printable("\(name): \(plan.placements.count.of("clip")), \(plan.duration)"))
    }

    private func row(_ placement: AssemblyPlan.Placement) -> String {
        let why = placement.reasons.map(\.description)
        let cost =
            placement.encodedFrames == 0
            ? "" : ", \(placement.encodedFrames) of \(placement.frames.count) frames encoded"
        // All of a clip can lie in dissolves or under the label.
        let isRendered =
            placement.treatment != .encode && placement.encodedFrames == placement.frames.count
        let treatment = isRendered ? "encoded" : text(placement.treatment)
        return "  \(plan.range(of: placement).start)  \(treatment)\(cost)  "
            + placement.clip.path + (why.isEmpty ? "" : ": " + why.joined(separator: ", "))
    }

    private func text(_ treatment: AssemblyPlan.Treatment) -> String {
        switch treatment {
        case .copy: "copied"
        case .renumber: "copied, parameter sets renumbered"
        case .encode: "conformed"
        }
    }

    private func tenths(_ value: Double) -> String {
        String((value * 10).rounded() / 10)
    }

    var json: JSONValue {
        [
            "file": .optional(output),
            "frames": .integer(plan.frameCount),
            "frameSize": .string("\(plan.format.width)x\(plan.format.height)"),
            "frameRate": .string(plan.frameRate.description),
            "duration": .number(plan.duration.seconds),
            "musicEnd": plan.bedEnd.map { .number($0.seconds) } ?? .null,
            "clips": .array(plan.placements.map(json)),
            "seams": .array(
                (film?.seams ?? []).map {
                    [
                        "at": .number($0.time.seconds), "before": .number($0.before),
                        "after": .number($0.after),
                    ]
                }),
            "disclosure": film.map {
                [
                    "digitalSourceType": .optional($0.sourceType?.uri),
                    "droppedManifests": .array($0.droppedManifests.map { .string($0) }),
                ]
            } ?? .null,
            "loudness": film?.loudness.map {
                [
                    "measured": .number($0.measured), "truePeak": .number($0.truePeak),
                    "gain": .number($0.gain), "boundByPeak": .bool($0.isBoundByPeak),
                ]
            } ?? .null,
        ]
    }

    private func json(_ placement: AssemblyPlan.Placement) -> JSONValue {
        let range = plan.range(of: placement)
        return [
            "file": .string(placement.clip.path),
            "start": .number(range.start.seconds),
            "duration": .number(range.duration.seconds),
            "treatment": .string(placement.treatment.rawValue),
            "encodedFrames": .integer(placement.encodedFrames),
            "reasons": .array(
                placement.reasons.map {
                    [
                        "field": .string($0.field), "expected": .string($0.expected),
                        "found": .string($0.found),
                    ]
                }),
        ]
    }
}
