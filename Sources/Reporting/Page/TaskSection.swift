// What a person has to do, with the command for it.
extension DailiesReport {
    var taskSection: HTML {
        let items: HTML =
            tasks.isEmpty
            ? "<p>\(session == .running ? "Nothing so far." : "Nothing. All is done.")</p>"
            : "<ol class=\"tasks\">\(tasks.map(\.item))</ol>"
        return """
            <section aria-labelledby="todo">
            <h2 id="todo">What needs you</h2>
            \(items)
            </section>
            """
    }
}

extension DailiesReport.TaskEntry {
    fileprivate var item: HTML {
        let advice: HTML = advice.map { "<p>\($0)</p>" } ?? ""
        // Of many commands, such as one for each take, the first ones show the form.
        let shown = commands.prefix(Self.shownCommands).map(\.asCommand)
        let rest = commands.dropFirst(Self.shownCommands).map(\.asCommand)
        let more: HTML =
            rest.isEmpty
            ? ""
            : "<details><summary>\(String(rest.count)) more</summary>\(rest)</details>"
        return """
            <li>
            <h3>\(title)</h3>
            \(groups.map(\.line))
            \(advice)
            \(Array(shown))\(more)
            </li>
            """
    }

    private static let shownCommands = 3
}

extension DailiesReport.TaskEntry.Group {
    fileprivate var line: HTML {
        let links = subjects.map { subject -> HTML in
            guard let shot = subject.shot else { return "\(subject.name)" }
            return "<a href=\"#shot-\(shot.urlFragment)\">\(subject.name)</a>"
        }
        let list: HTML = "<span class=\"subjects\">\(links)</span>"
        guard let reason else { return "<p>\(list)</p>" }
        return "<p>\(list) <span class=\"reason\">\(reason)</span></p>"
    }
}

extension String {
    /// A line for the shell with a button that copies it.
    var asCommand: HTML {
        """
        <div class="command"><code>\(self)</code><button type="button" hidden>Copy</button></div>
        """
    }
}
