// The top of the page: what it is about, and what came of the session, in one sentence.
extension DailiesReport {
    var pageHeader: HTML {
        let kind =
            isRehearsal
            ? "Rehearsal: nothing was paid" : "Bought through \(providers.joined(separator: ", "))"
        return """
            <header>
            <p class="kind">\(kind) · written \(writtenAt.asTime)</p>
            <h1>\(title)</h1>
            <p class="outcome">\(outcome)</p>
            </header>
            """
    }

    /// What came of the session, in one sentence.
    var outcome: String {
        let ready = shots.count(where: \.isReady)
        let all = shots.count.of("shot")
        let missing = shots.count - ready
        switch session {
        case .running: return "The session is at work: \(ready) of \(all) have a take so far."
        case .finished, .stopped, .killed: break
        }
        let begin =
            switch session {
            case .killed: "The session was cut off. "
            case .stopped: "The session was stopped. "
            case .running, .finished: ""
            }
        if let film {
            let warned = shots.count { $0.outcome == .warned }
            let looks = warned + film.warnings.count
            let look = looks == 0 ? "" : " – \(looks.of("warning")) to look at"
            return "\(begin)The film is there: \(film.duration.clock) with \(all)\(look)."
        }
        guard missing > 0 else {
            return "\(begin)No film: all \(all) have a take, but they could not be joined."
        }
        let verb = missing == 1 ? "has" : "have"
        return "\(begin)No film: \(missing) of \(all) \(verb) no take."
    }
}
