import DailiesMediaTime
import DailiesVerification

// The places where clips of the film meet.
extension DailiesReport {
    func seamSection(_ pictures: PagePictures) -> HTML {
        guard let film = film ?? partialFilm, film.clips.count > 1 else { return "" }
        let checks = Dictionary(
            shots.flatMap(\.parts).flatMap(\.takes).map { take in
                (take.name, take.verification?.checks.first { $0.code == .seamContinuity })
            }, uniquingKeysWith: { first, _ in first })
        let items = film.clips.indices.dropFirst().map { index -> HTML in
            let clip = film.clips[index]
            return film.clips[index - 1].seam(
                to: clip, pictures, level: film.seams.first { $0.time == clip.start },
                continuity: checks[clip.take] ?? nil)
        }
        let loud = film.seams.count(where: \.isLoudStep)
        let summary =
            loud == 0 ? "" : ", \(loud) with a step of the sound of more than 6 dB"
        return """
            <section class="seams" aria-labelledby="seams">
            <h2 id="seams">Seams</h2>
            <details\(items.count > 24 ? "" : " open")><summary>\(items.count.of("place")) where clips meet\(summary)</summary>
            <ol>\(items)</ol>
            </details>
            </section>
            """
    }
}

extension DailiesReport.FilmEntry.SeamEntry {
    /// Whether the level changes by more than 6 dB while both sides can be heard.
    var isLoudStep: Bool { abs(after - before) > 6 && min(before, after) > -60 }

    /// The levels on both sides and the step between them.
    fileprivate var words: String {
        func level(_ value: Double) -> String {
            value <= -99 ? "silence" : "\(Self.tenths(value)) dBFS"
        }
        let step = after - before
        let change =
            min(before, after) <= -60 ? "" : " (\(step > 0 ? "+" : "")\(Self.tenths(step)) dB)"
        return "sound \(level(before)) → \(level(after))\(change)"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

extension DailiesReport.FilmEntry.ClipEntry {
    /// The seam between this clip and the next one.
    fileprivate func seam(
        to next: Self, _ pictures: PagePictures,
        level: DailiesReport.FilmEntry.SeamEntry?, continuity: Check?
    ) -> HTML {
        let missing: HTML = "<span class=\"nostill\">no picture</span>"
        let transition = next.dissolve > 0 ? "dissolve of \(next.dissolve) frames" : "cut"
        let join = next.continues ? "goes on from it" : transition
        let sound: HTML =
            level.map { level in
                "<br><span\(level.isLoudStep && next.continues ? " class=\"warn\"" : "")>\(level.words)</span>"
            } ?? ""
        let check: HTML =
            continuity.map { check in
                "<br><span class=\"\(check.result?.rawValue ?? "skipped")\">\(check.message)</span>"
            } ?? ""
        return """
            <li><div class="pair">\(pictures.end(of: take, isLast: true) ?? missing)\
            \(pictures.end(of: next.take, isLast: false) ?? missing)</div>
            <p class="small"><b>\(take) → \(next.take)</b> at \(next.start.clock), \(join)\(sound)\(check)</p></li>
            """
    }
}
