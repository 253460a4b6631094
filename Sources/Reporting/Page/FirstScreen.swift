import DailiesDisclosure
import DailiesMediaTime
import DailiesPlanning

// What a person sees first: the film, the money, what is to be done, and how the session ended.
extension DailiesReport {
    var firstScreen: HTML {
        """
        <div class="first">
        <div>
        \(filmSection)
        \(moneySection)
        </div>
        <div>
        \(taskSection)
        \(endSection)
        </div>
        </div>
        """
    }

    // MARK: The film

    /// A still of the first circled take: the first frame of a film is often not representative.
    private var poster: HTML {
        let circled = shots.flatMap(\.parts).flatMap(\.takes).first(where: \.isCircled)
        return circled?.still.map { " poster=\"\($0.urlPath)\"" } ?? ""
    }

    private var filmSection: HTML {
        if let film {
            return """
                <section class="film" aria-label="The film">
                \(player(film))
                <p class="small"><a href="\(film.file.urlPath)">\(film.file)</a> · \(film.duration.description) ·
                \(String(film.frames)) frames · \(film.bytes.megabytes)\(film.originText)</p>
                \(film.warningList)
                </section>
                """
        }
        return """
            <section class="film" aria-label="The film">
            <p class="nofilm"><strong>\(session == .running ? "No film yet." : "No film.")</strong> \(reason)</p>
            \(partialFilmSection)
            </section>
            """
    }

    /// Why there is no film: what the shots lack, or what went wrong while it was joined.
    private var reason: String {
        let obstacles = shots.flatMap(\.parts).compactMap(\.obstacle)
        guard !obstacles.isEmpty else { return filmProblem ?? "Not every shot has a take." }
        let counts = Obstacle.allCases.compactMap { obstacle -> String? in
            let count = obstacles.count { $0 == obstacle }
            return count == 0 ? nil : "\(count) \(obstacle.cause)"
        }
        return "Of the runs without a take: " + counts.joined(separator: ", ") + "."
    }

    private var partialFilmSection: HTML {
        guard let film = partialFilm else { return "" }
        let slates = film.clips.count(where: \.isSlate)
        return """
            \(player(film))
            <p class="small"><strong>Partial film</strong> with \(slates.of("slate")):
            <a href="\(film.file.urlPath)">\(film.file)</a> · \(film.duration.description)</p>
            \(film.warningList)
            """
    }

    private func player(_ film: FilmEntry) -> HTML {
        """
        <video controls preload="none"\(poster) src="\(film.file.urlPath)"
        aria-label="The film \(film.file)"></video>
        """
    }

    // MARK: Money

    private var moneySection: HTML {
        let tonight = sessions.isEmpty ? nil : money.tonight
        let figures: [(String, String?)] = [
            ("Tonight", tonight?.rounded),
            (isRehearsal ? "Would have cost" : "Paid in all", money.settled.rounded),
            ("Failed takes", money.failed.rounded),
            ("Set aside", money.reserved.rounded),
            ("At worst", money.atWorst.rounded),
            ("Counts under caps", showsCounted ? money.counted.rounded : nil),
            ("To finish", money.toFinish == .zero ? nil : money.toFinish.rounded),
            ("Quote", money.quote.rounded),
            (
                driftLabel,
                isRehearsal || money.drift == .zero
                    ? nil
                    : Money(microdollars: Int64(clamping: money.drift.microdollars.magnitude))
                        .rounded
            ),
        ]
        let rows = figures.compactMap { label, value in
            value.map { value -> HTML in "<div><dt>\(label)</dt><dd>\(value)</dd></div>" }
        }
        return """
            <section class="money" aria-labelledby="money">
            <h2 id="money">\(isRehearsal ? "Money: what it would have cost" : "Money")</h2>
            <dl class="figures">
            \(rows)
            </dl>
            \(overbilledList)
            </section>
            """
    }

    /// Whether a person needs to know what counts under the production's cap: it isn't the amount at
    /// worst, or a cap has stopped a run.
    private var showsCounted: Bool {
        let isStopped = shots.flatMap(\.parts).contains { $0.obstacle == .capReached }
        return money.counted != .zero && (isStopped || money.counted != money.atWorst)
    }

    /// The runs that were billed above their quotes; nothing if none was.
    private var overbilledList: HTML {
        guard !money.overbilled.isEmpty else { return "" }
        let items = money.overbilled.map { entry -> HTML in
            let places = [entry.cost, entry.quote].places
            return """
                <li class="warn">\(entry.take): billed \(entry.cost.text(places: places)) \
                instead of \(entry.quote.text(places: places))</li>
                """
        }
        return "<ul class=\"checks\">\(items)</ul>"
    }

    /// What was billed beyond the quotes, or less.
    private var driftLabel: String {
        money.drift > .zero ? "Billed above quote" : "Billed below quote"
    }

    // MARK: How the session ended

    private var endSection: HTML {
        let text: HTML =
            switch session {
            case .running:
                """
                It was at work when this page was written; load the page again for news. If nothing \
                changes any more, it was killed: the same command as before continues it.
                """
            case .killed:
                """
                It was cut off: killed, or the machine stopped. Nothing is lost; the same command as \
                before continues it.
                """
            case .stopped: "It was stopped before everything was done; the next one goes on."
            case .finished: "It came to its end."
            }
        let refresh: HTML =
            session == .running
            ? refreshCommand.map {
                "<p class=\"small\">To write this page again:</p>\($0.asCommand)"
            }
                ?? "" : ""
        return """
            <section class="end" aria-labelledby="end">
            <h2 id="end">How the session ended</h2>
            <p>\(text)\(lastSession)</p>
            \(refresh)
            </section>
            """
    }

    /// A sentence with the times of the last session and what it submitted and brought; empty if no
    /// session is known.
    private var lastSession: HTML {
        guard let last = sessions.last else { return "" }
        let end: HTML = last.endedAt.map { ", ended \($0.asTime) (\(last.outcome))" } ?? ""
        return """
             It began \(last.beganAt.asTime)\(end), submitted \(last.runs.of("run")) and brought \
            \(last.takes.of("take")).
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
