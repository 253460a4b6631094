import DailiesPlanning

extension DailiesReport.ShotEntry {
    /// The section of the shot: what came of it, and the takes of each part.
    func section(
        _ pictures: PagePictures, clips: [String: DailiesReport.FilmEntry.ClipEntry]
    ) -> HTML {
        let heading: HTML = scene.map { " <span class=\"scene\">\($0)</span>" } ?? ""
        let noteParagraph: HTML = note.map { "<p class=\"note\">\($0)</p>" } ?? ""
        let joined: HTML =
            file.map {
                """
                <p class="note">Joined from \(parts.count.of("part")):
                <a href="\($0.urlPath)">\($0)</a></p>
                """
            } ?? ""
        return """
            <section class="shot is-\(outcome.rawValue)" id="shot-\(id)" aria-labelledby="name-\(id)">
            <div class="head">
            <h3 id="name-\(id)">\(id)\(heading)</h3>
            <span class="mark">\(outcome.sign) \(outcomeWords)</span>
            <span class="small">\(String(duration)) s\(modelText)\(costText)</span>
            </div>
            <p class="prompt">\(summary)</p>
            \(noteParagraph)\(joined)
            \(parts.map { $0.body(pictures, clips: clips, isAlone: parts.count == 1) })
            </section>
            """
    }

    /// The model after the duration; empty if there is no part.
    private var modelText: String { parts.first.map { " · \($0.model)" } ?? "" }

    /// What all runs of the shot cost; empty if no cost is known.
    private var costText: String {
        let costs = parts.flatMap { $0.takes.map(\.cost) + $0.runs.map(\.cost) }.compactMap(\.self)
        return costs.isEmpty ? "" : " · \(costs.sum.rounded)"
    }
}

extension DailiesReport.PartEntry {
    /// - Parameter isAlone: whether it is the only part of its shot.
    fileprivate func body(
        _ pictures: PagePictures, clips: [String: DailiesReport.FilmEntry.ClipEntry], isAlone: Bool
    ) -> HTML {
        let heading: HTML = isAlone ? "" : "<h4>Part \(name)</h4>"
        let refusalParagraph: HTML =
            refusal.map { "<p class=\"note\">Not sold by \($0)</p>" } ?? ""
        let cards = takes.map { $0.article(of: self, pictures, clip: clips[$0.name]) }
        let list: HTML = cards.isEmpty ? "" : "<div class=\"takes\">\(cards)</div>"
        return "\(heading)\(problemParagraph)\(refusalParagraph)\(list)\(runTable)\(requestDetails)"
    }

    /// Why there is no take; nothing if the checks of a take or the list of runs say it.
    private var problemParagraph: HTML {
        guard let problem else { return "" }
        switch obstacle {
        case .rejected, .held, .flagged: return ""
        case .failed, .moderated, .requestRefused:
            if runs.contains(where: { $0.reason != nil }) { return "" }
        default: break
        }
        return "<p class=\"problem\"><strong>\(name):</strong> \(problem)</p>"
    }

    /// The runs that brought no take; nothing if there are none.
    private var runTable: HTML {
        guard !runs.isEmpty else { return "" }
        let rows = runs.map { run -> HTML in
            """
            <tr><td>\(run.take)</td><td>\(run.state)</td><td>\(run.reason ?? "–")</td>
            <td>\(run.provider) <code>\(run.runID ?? "no id")</code></td>
            <td>\(run.cost?.rounded ?? "not known")</td></tr>
            """
        }
        return """
            <div class="scroll" tabindex="0" role="group" aria-label="Runs of \(name) without a take">
            <table class="runs">
            <thead><tr><th scope="col">Run without a take</th><th scope="col">State</th>
            <th scope="col">Reason</th><th scope="col">Provider and its run id</th><th scope="col">Cost</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            </div>
            """
    }

    /// What was requested; it is among the details of the takes if there are some.
    private var requestDetails: HTML {
        guard takes.isEmpty else { return "" }
        return "<details class=\"request\"><summary>Request</summary>\(request.listing)</details>"
    }
}
