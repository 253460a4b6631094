// The list of all shots, from which one jumps to each, with a filter that works without scripts.
extension DailiesReport {
    var shotIndex: HTML {
        guard !shots.isEmpty else { return "" }
        let counts = ShotOutcome.allCases.map { outcome in
            (outcome, shots.count { $0.outcome == outcome })
        }
        let choices = counts.filter { $0.1 > 0 }.map { outcome, count -> HTML in
            """
            <label><input type="radio" name="show" id="show-\(outcome.rawValue)"> \
            \(outcome.label) <b>\(String(count))</b></label>
            """
        }
        let links = shots.map { shot -> HTML in
            """
            <li class="is-\(shot.outcome.rawValue)"><a href="#shot-\(shot.id.urlFragment)">\
            <span aria-hidden="true">\(shot.outcome.sign)</span> \(shot.id)\
            <span class="unseen">, \(shot.outcomeWords)</span></a></li>
            """
        }
        return """
            <nav class="index" aria-labelledby="shots">
            <h2 id="shots">Shots</h2>
            <fieldset>
            <legend class="unseen">Which shots are shown</legend>
            <label><input type="radio" name="show" id="show-all" checked> All <b>\(String(shots.count))</b></label>
            \(choices)
            <span class="buttons"><button type="button" data-open="yes" hidden>Open all</button>
            <button type="button" data-open="no" hidden>Close all</button></span>
            </fieldset>
            <ol>\(links)</ol>
            </nav>
            """
    }
}
