import DailiesDisclosure

// What comes after the shots: claims, leftovers, disclosure and the earlier sessions.
extension DailiesReport {
    var claimSection: HTML {
        guard !claims.isEmpty else { return "" }
        let items = claims.map { claim -> HTML in
            """
            <li>\(claim.take) (\(claim.provider) <code>\(claim.runID)</code>, submitted \(claim.submittedAt.asTime)):
            \(claim.isCostKnown ? "" : "up to ")\(claim.amount.rounded) – \(claim.reason)</li>
            """
        }
        return """
            <section aria-labelledby="claims">
            <h2 id="claims">Billed and not delivered</h2>
            <ul>
            \(items)
            </ul>
            </section>
            """
    }

    var leftoverSection: HTML {
        guard !leftovers.isEmpty else { return "" }
        let items = leftovers.map { leftover -> HTML in
            let cost = leftover.cost.map { ", \($0.rounded)" } ?? ""
            let name: HTML =
                leftover.file.map { "<a href=\"\($0.urlPath)\">\(leftover.take)</a>" }
                ?? "\(leftover.take)"
            return """
                <li>\(name) (\(leftover.provider) <code>\(leftover.runID ?? "without id")</code>\(cost)): \
                \(leftover.problem ?? "landed")</li>
                """
        }
        return """
            <section aria-labelledby="leftovers">
            <h2 id="leftovers">Bought earlier, no longer in the list</h2>
            <ul>
            \(items)
            </ul>
            </section>
            """
    }

    /// What an uploader has to say about the film's origin.
    var disclosureSection: HTML {
        guard let disclosure = (film ?? partialFilm)?.disclosure else { return "" }
        let type = disclosure.marks.sourceTypes.first?.term ?? "none"
        let dropped: HTML =
            disclosure.droppedManifests.isEmpty
            ? ""
            : """
            <div><dt>Manifests of takes that the film doesn't carry</dt>
            <dd>\(disclosure.droppedManifests.joined(separator: ", "))</dd></div>
            """
        return """
            <section aria-labelledby="disclosure">
            <h2 id="disclosure">Disclosure</h2>
            <dl class="request">
            <div><dt>Made by AI</dt><dd>yes: \(disclosure.models.joined(separator: ", "))</dd></div>
            <div><dt>DigitalSourceType (XMP)</dt><dd>\(type), \(disclosure.marks.xmp.state.rawValue)</dd></div>
            <div><dt>C2PA manifest</dt><dd>\(disclosure.marks.c2pa.state.rawValue)</dd></div>
            <div><dt>Visible label</dt><dd>\(disclosure.label ?? "none")</dd></div>
            \(dropped)
            </dl>
            </section>
            """
    }

    var sessionSection: HTML {
        guard !sessions.isEmpty else { return "" }
        let rows = sessions.reversed().map { session -> HTML in
            let end: HTML = session.endedAt.map { $0.asTime } ?? "–"
            return """
                <tr><td>\(session.beganAt.asTime)</td><td>\(end)</td><td>\(session.outcome)</td>
                <td>\(String(session.runs))</td><td>\(String(session.takes))</td>
                <td>\(session.settled.rounded)</td><td>\(session.reserved.rounded)</td></tr>
                """
        }
        return """
            <section aria-labelledby="sessions">
            <h2 id="sessions">Sessions of this production</h2>
            <div class="scroll" tabindex="0" role="group" aria-label="All sessions">
            <table class="runs">
            <thead><tr><th scope="col">Began</th><th scope="col">Ended</th><th scope="col">Outcome</th>
            <th scope="col">Runs</th><th scope="col">Takes</th>
            <th scope="col">\(isRehearsal ? "Would have cost" : "Cost")</th>
            <th scope="col">Set aside</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            </div>
            </section>
            """
    }
}
