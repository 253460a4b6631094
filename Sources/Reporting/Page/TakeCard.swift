import DailiesDisclosure
import DailiesMediaTime
import DailiesPlanning
import DailiesVerification
import Foundation

extension DailiesReport.TakeEntry {
    /// The card of the take: its pictures and sound at a glance, its verdict with each reason once, and
    /// the details.
    ///
    /// - Parameter clip: its place in the film; `nil` if it isn't there.
    func article(
        of part: DailiesReport.PartEntry, _ pictures: PagePictures,
        clip: DailiesReport.FilmEntry.ClipEntry?
    ) -> HTML {
        let verdictText = verdict?.rawValue ?? "not verified"
        let circled: HTML = isCircled ? "<span class=\"circled\">◉ circled for the film</span>" : ""
        let sound: HTML = waveform.map { WaveformDrawing.svg($0, of: name) } ?? ""
        let strip = pictures.strip(of: self)
        let look: HTML =
            strip == nil && waveform == nil
            ? "<p class=\"nostill\">no picture</p>"
            : "<div class=\"look\">\(strip ?? "")\(sound)</div>"
        return """
            <article class="take verdict-\(verdictText.replacingOccurrences(of: " ", with: "-"))\
            \(isCircled ? " is-circled" : "")">
            <div class="head"><h4>\(name)</h4> <span class="verdict">\(verdictText)</span> \(circled)
            <span class="small">\(costText)</span></div>
            \(look)
            \(checkList)
            <details>
            <summary>Player, request and measurement</summary>
            \(player)
            <table><thead><tr><td></td><th scope="col">Requested</th><th scope="col">Measured</th></tr></thead>
            <tbody>\(comparison(earlierRequest ?? part.request))</tbody></table>
            <p class="small">\(String(passedCount)) of \(String(checkCount)) checks passed</p>
            \(place(clip))
            \(deliveryLine)
            <p class="small">\(origin) · <a href="\(file.urlPath)">\(file)</a> · \(bytes.megabytes) ·
            SHA-256 <code title="\(sha256)">\(String(sha256.prefix(12)))…</code>\(manifestText)</p>
            \(earlierNote)
            \((earlierRequest ?? part.request).listing)
            </details>
            </article>
            """
    }

    private var costText: String {
        "\(cost.map { "cost \($0.rounded)" } ?? "cost not known") · \(provider)"
    }

    private var player: HTML {
        let poster: HTML = still.map { " poster=\"\($0.urlPath)\"" } ?? ""
        return """
            <video controls preload="none"\(poster) src="\(file.urlPath)" aria-label="Take \(name)"></video>
            """
    }

    /// Where the take comes from, by the provider's own id.
    private var origin: HTML {
        let run: HTML = runID.map { " run <code>\($0)</code>" } ?? ""
        let submitted: HTML = submittedAt.map { ", submitted \($0.asTime)" } ?? ""
        return "\(provider)\(run)\(submitted)"
    }

    /// That the file carries a C2PA manifest; empty if it doesn't.
    private var manifestText: String {
        measurement?.disclosure?.c2pa.state == .present ? " · carries a C2PA manifest" : ""
    }

    private var earlierNote: HTML {
        guard earlierRequest != nil else { return "" }
        return "<p class=\"note\">Bought with an earlier version of the shot:</p>"
    }

    /// How the take got into the film, and why it was conformed; empty if it isn't there.
    private func place(_ clip: DailiesReport.FilmEntry.ClipEntry?) -> HTML {
        guard let clip else { return "" }
        let reasons = clip.conformReasons.joined(separator: ", ")
        let treatment =
            clip.encodedFrames == 0
            ? "copied unchanged"
            : "\(clip.encodedFrames) frames encoded again"
                + (reasons.isEmpty ? " for dissolves or the label" : ": \(reasons)")
        return """
            <p class="small">In the film from \(clip.start.clock) to \((clip.start + clip.duration).clock),
            \(treatment)</p>
            """
    }

    /// What the provider reports about the file; empty if it reports nothing.
    private var deliveryLine: HTML {
        let parts = [
            delivery.seed.map { "seed \($0)" },
            delivery.inferenceSeconds.map { String(format: "worked on for %.1f s", $0) },
            delivery.isFlagged.map { $0 ? "flagged as unsafe (NSFW)" : "not flagged as unsafe" },
        ].compactMap(\.self)
        guard !parts.isEmpty else { return "" }
        return "<p class=\"small\">Provider: \(parts.joined(separator: " · "))</p>"
    }

    // MARK: Request and measurement

    /// Rows that compare the request with the measurement.
    private func comparison(_ request: RunRequest) -> [HTML] {
        let video = measurement?.video
        let sound =
            measurement?.audio.map { audio in
                "\(audio.codec), \(audio.sampleRate) Hz, \(audio.channels) channels"
            } ?? "none"
        let size = [request.aspectRatio, expected(.displayFrameSize)].compactMap(\.self)
            .joined(separator: ", ")
        let rows: [(String, String, String, [CheckCode])] = [
            (
                "Duration", "\(request.seconds) s",
                video?.duration.map { String(format: "%.3f s", $0.seconds) } ?? "–",
                [.videoDuration]
            ),
            (
                "Picture", size.isEmpty ? "–" : size,
                video.map { "\($0.displayWidth) × \($0.displayHeight)" } ?? "–",
                [.displayFrameSize, .displayAspectRatio]
            ),
            (
                "Frames", expected(.frameCount) ?? "–",
                "\(video?.frameCount ?? 0) at \(video?.frameRate?.description ?? "–")",
                [.frameCount, .frameRate]
            ),
            ("Sound", request.generateAudio ? "yes" : "none", sound, [.audioPresence]),
        ]
        return rows.map { name, requested, measured, codes in
            let result = worst(of: codes)
            let sign: HTML =
                result.map { " <span class=\"\($0.rawValue)\">(\($0.word))</span>" } ?? ""
            return """
                <tr><th scope="row">\(name)</th><td>\(requested)</td><td>\(measured)\(sign)</td></tr>
                """
        }
    }

    /// The worst result of some checks if it isn't that they passed.
    private func worst(of codes: [CheckCode]) -> Check.Result? {
        let results = checks.filter { codes.contains($0.code) }.compactMap(\.result)
        return results.contains(.fail) ? .fail : results.contains(.warn) ? .warn : nil
    }

    /// The expected value of a check; `nil` if it wasn't made.
    private func expected(_ code: CheckCode) -> String? {
        checks.first { $0.code == code }?.expected
    }

    // MARK: Checks

    private var checks: [Check] { verification?.checks ?? [] }
    private var checkCount: Int { checks.count }
    private var passedCount: Int { checks.count { $0.result == .pass } }

    /// The checks that didn't pass; nothing if all did.
    private var checkList: HTML {
        let items: [HTML] = checks.compactMap { check in
            // What was expected and could not be checked is said too.
            let isUnknown = check.execution == .skipped && check.expected != nil
            guard check.result.map({ $0 != .pass }) ?? isUnknown else { return nil }
            let word = check.result?.word ?? "not checked"
            return """
                <li class="\(check.result?.rawValue ?? "skipped")"><span class="unseen">\(word): </span>\
                \(check.message)\(check.values)</li>
                """
        }
        return items.isEmpty ? "" : "<ul class=\"checks\">\(items)</ul>"
    }
}

extension Check {
    /// What was expected and measured, as far as the message doesn't say it.
    fileprivate var values: HTML {
        let words = [("expected", expected), ("measured", measured)].compactMap { name, value in
            value.flatMap { message.contains($0) ? nil : "\(name) \($0)" }
        }
        return words.isEmpty
            ? "" : " <span class=\"small\">(\(words.joined(separator: ", ")))</span>"
    }
}

extension Check.Result {
    /// The result as a word.
    fileprivate var word: String {
        switch self {
        case .pass: "as requested"
        case .warn: "warning"
        case .fail: "not as requested"
        }
    }
}
