import DailiesMediaTime
import DailiesPlanning
import DailiesVerification
import Foundation

extension DailiesReport {
    /// The report as an HTML page.
    ///
    /// It loads nothing but the media files next to it: styles and stills are in the page.
    package var html: String {
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · dailies</title>
            <style>\(ReportStyle.css)</style>
            </head>
            <body>
            \(header)
            <main>
            \(shots.map(\.section))
            \(claimSection)
            \(leftoverSection)
            </main>
            </body>
            </html>
            """
        return page.description + "\n"
    }

    private var header: HTML {
        let takes = shots.flatMap(\.parts).flatMap(\.takes)
        let parts = shots.flatMap(\.parts)
        let accepted = parts.count(where: \.isAccepted)
        let kind =
            isRehearsal
            ? "Rehearsal: nothing was paid" : "Bought through \(providers.joined(separator: ", "))"
        return """
            <header>
            <h1>\(title)</h1>
            <p class="kind">\(kind) · written \(writtenAt)\(stateText)</p>
            <dl class="figures">
            <div><dt>Shots</dt><dd>\(String(shots.count))</dd></div>
            <div><dt>Runs accepted</dt><dd>\(String(accepted)) of \(String(parts.count))</dd></div>
            <div><dt>Takes</dt><dd>\(String(takes.count))</dd></div>
            <div><dt>\(isRehearsal ? "Would have cost" : "Paid")</dt><dd>\(money.settled.rounded)</dd></div>
            <div><dt>Set aside</dt><dd>\(money.reserved.rounded)</dd></div>
            <div><dt>Quote</dt><dd>\(money.quote.expected.rounded)</dd></div>
            \(driftFigure)
            </dl>
            \(filmSection)
            </header>
            """
    }

    private var stateText: String {
        switch session {
        case .running: " · the session is still at work, or was killed"
        case .stopped: " · the session was stopped; the next one goes on"
        case .finished: ""
        }
    }

    /// What was billed beyond the quotes, or less; nothing if they agree.
    private var driftFigure: HTML {
        guard !isRehearsal, money.drift != .zero else { return "" }
        return money.drift > .zero
            ? "<div><dt>Billed above quote</dt><dd>\(money.drift.rounded)</dd></div>"
            : "<div><dt>Billed below quote</dt><dd>\((Money.zero - money.drift).rounded)</dd></div>"
    }

    private var claimSection: HTML {
        guard !claims.isEmpty else { return "" }
        let items = claims.map { claim -> HTML in
            """
            <li>\(claim.take) (\(claim.provider) \(claim.runID), submitted \(claim.submittedAt)):
            \(claim.isCostKnown ? "" : "up to ")\(claim.amount.rounded) – \(claim.reason)</li>
            """
        }
        return """
            <section>
            <h2>Billed and not delivered</h2>
            <ul>
            \(items)
            </ul>
            </section>
            """
    }

    private var leftoverSection: HTML {
        guard !leftovers.isEmpty else { return "" }
        let items = leftovers.map { leftover -> HTML in
            let cost = leftover.cost.map { ", \($0.rounded)" } ?? ""
            let name: HTML =
                leftover.file.map { "<a href=\"\($0.urlPath)\">\(leftover.take)</a>" }
                ?? "\(leftover.take)"
            return """
                <li>\(name) (\(leftover.provider) \(leftover.runID ?? "without id")\(cost)): \
                \(leftover.problem ?? "landed")</li>
                """
        }
        return """
            <section>
            <h2>Bought earlier, no longer in the list</h2>
            <ul>
            \(items)
            </ul>
            </section>
            """
    }

    /// A still of the first circled take: the first frame of a film is often not representative.
    private var posterAttribute: HTML {
        let circled = shots.flatMap(\.parts).flatMap(\.takes).first(where: \.isCircled)
        return circled?.still.map { " poster=\"\($0.jpegDataURI)\"" } ?? ""
    }

    private var filmSection: HTML {
        if let film {
            return """
                <figure class="film">
                <video controls preload="metadata"\(posterAttribute)
                src="\(film.file.urlPath)"></video>
                <figcaption><a href="\(film.file.urlPath)">\(film.file)</a> ·
                \(film.duration.description) · \(String(film.frames)) frames ·
                \(film.bytes.megabytes)\(film.originText)</figcaption>
                </figure>
                \(film.warningList)
                """
        }
        return """
            <p class="nofilm"><strong>No film.</strong> \(filmProblem ?? "Not every shot has a take.")</p>
            \(partialFilmSection)
            """
    }

    private var partialFilmSection: HTML {
        guard let film = partialFilm else { return "" }
        let slates = film.clips.count(where: \.isSlate)
        return """
            <figure class="film">
            <video controls preload="metadata" src="\(film.file.urlPath)"></video>
            <figcaption><strong>Partial film</strong> with \(slates == 1 ? "1 slate" : "\(slates) slates"):
            <a href="\(film.file.urlPath)">\(film.file)</a> · \(film.duration.description)</figcaption>
            </figure>
            \(film.warningList)
            """
    }
}

extension DailiesReport.FilmEntry {
    /// What the film's file says about its origin; nothing if it says nothing.
    fileprivate var originText: HTML {
        guard let type = disclosure?.marks.sourceTypes.first else { return "" }
        return " · marked as \(type.term)"
    }

    /// The warnings; nothing if there are none.
    fileprivate var warningList: HTML {
        guard !warnings.isEmpty else { return "" }
        let items = warnings.map { warning -> HTML in "<li class=\"warn\">\(warning)</li>" }
        return "<ul class=\"checks\">\(items)</ul>"
    }
}

extension DailiesReport.ShotEntry {
    fileprivate var section: HTML {
        let heading: HTML = scene.map { "<span class=\"scene\">\($0)</span>" } ?? ""
        let noteParagraph: HTML = note.map { "<p class=\"note\">\($0)</p>" } ?? ""
        let joined: HTML =
            file.map {
                """
                <p class="joined">Joined from \(String(parts.count)) parts:
                <a href="\($0.urlPath)">\($0)</a></p>
                """
            } ?? ""
        return """
            <section class="shot" id="shot-\(id)">
            <h2><span class="id">\(id)</span> \(heading) <small>\(String(duration)) s\(modelText)</small></h2>
            <p class="prompt">\(summary)</p>
            \(noteParagraph)\(joined)
            \(parts.map(\.article))
            </section>
            """
    }
}

extension DailiesReport.ShotEntry {
    /// The model after the duration; empty if there is no part.
    private var modelText: String { parts.first.map { " · \($0.model)" } ?? "" }
}

extension DailiesReport.PartEntry {
    fileprivate var article: HTML {
        let refusalParagraph: HTML =
            refusal.map {
                "<p class=\"note\">Not sold by \($0)</p>"
            } ?? ""
        let problemParagraph: HTML =
            problem.map { "<p class=\"problem\"><strong>\(name):</strong> \($0)</p>" } ?? ""
        return "\(problemParagraph)\(refusalParagraph)\(takes.map { $0.article(request: request) })"
    }
}

extension DailiesReport.TakeEntry {
    fileprivate func article(request: RunRequest) -> HTML {
        let picture: HTML =
            still.map {
                """
                <img alt="A frame of \(name)" loading="lazy"
                src="\($0.jpegDataURI)">
                """
            } ?? "<div class=\"nostill\">no picture</div>"
        let verdictText = verdict?.rawValue ?? "not verified"
        let circled: HTML = isCircled ? "<span class=\"circled\">in the film</span>" : ""
        return """
            <article class="take verdict-\(verdictText.replacingOccurrences(of: " ", with: "-"))">
            <a class="still" href="\(file.urlPath)">\(picture)</a>
            <div class="facts">
            <h3>\(name) <span class="verdict">\(verdictText)</span> \(circled)</h3>
            <table><thead><tr><th></th><th>Requested</th><th>Measured</th></tr></thead>
            <tbody>\(comparison(request))</tbody></table>
            \(checkList)
            \(deliveryLine)
            <p class="small">\(cost.map { "cost \($0.rounded) · " } ?? "")\(provider) · \(bytes.megabytes) ·
            SHA-256 <code title="\(sha256)">\(String(sha256.prefix(12)))…</code></p>
            </div>
            </article>
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

    /// Rows that compare the request with the measurement.
    private func comparison(_ request: RunRequest) -> [HTML] {
        let video = measurement?.video
        let sound =
            measurement?.audio.map { audio in
                "\(audio.codec), \(audio.sampleRate) Hz, \(audio.channels) channels"
            } ?? "none"
        let rows = [
            (
                "Duration", "\(request.seconds) s",
                video?.duration.map { String(format: "%.3f s", $0.seconds) } ?? "–"
            ),
            (
                "Picture",
                [request.aspectRatio, expected(.displayFrameSize)].compactMap(\.self)
                    .joined(separator: ", "),
                video.map { "\($0.displayWidth) × \($0.displayHeight)" } ?? "–"
            ),
            (
                "Frames", expected(.frameCount) ?? "–",
                "\(video?.frameCount ?? 0) at \(video?.frameRate?.description ?? "–")"
            ),
            ("Sound", request.generateAudio ? "yes" : "none", sound),
        ]
        return rows.map { "<tr><th>\($0.0)</th><td>\($0.1)</td><td>\($0.2)</td></tr>" }
    }

    /// The expected value of a check; `nil` if it wasn't made.
    private func expected(_ code: CheckCode) -> String? {
        verification?.checks.first { $0.code == code }?.expected
    }

    /// The checks that didn't pass, and how many did.
    private var checkList: HTML {
        let checks = verification?.checks ?? []
        let items: [HTML] = checks.compactMap { check in
            // What was expected and could not be checked is said too.
            let isUnknown = check.execution == .skipped && check.expected != nil
            guard check.result.map({ $0 != .pass }) ?? isUnknown else { return nil }
            return "<li class=\"\(check.result?.rawValue ?? "skipped")\">\(check.message)</li>"
        }
        let passed = checks.count { $0.result == .pass }
        return """
            <ul class="checks">\(items)</ul>
            <p class="small">\(String(passed)) of \(String(checks.count)) checks passed</p>
            """
    }
}

extension Money {
    /// Dollars, rounded to cents.
    fileprivate var rounded: String {
        let cents = (microdollars + 5_000) / 10_000
        return "$\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + String(cents % 100)
    }
}

extension String {
    /// The relative URL of a file next to the report.
    fileprivate var urlPath: String {
        addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? self
    }
}

extension [UInt8] {
    /// The bytes of a JPEG picture as a data URI.
    fileprivate var jpegDataURI: String {
        "data:image/jpeg;base64,\(Data(self).base64EncodedString())"
    }
}

extension Int64 {
    fileprivate var megabytes: String { String(format: "%.1f MB", Double(self) / 1_000_000) }
}
