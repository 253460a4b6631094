extension Duration {
    /// The time for people who wait: "40 s", "12 min", "1 h 05 min"; rounded up.
    var roughText: String {
        let seconds = components.seconds + (components.attoseconds > 0 ? 1 : 0)
        if seconds < 60 { return "\(max(seconds, 1)) s" }
        let minutes = (seconds + 59) / 60
        guard minutes >= 60 else { return "\(minutes) min" }
        return "\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60) min"
    }

    /// The time that has passed: "40 s", "1 min 12 s", "1 h 05 min".
    var passedText: String {
        let seconds = components.seconds
        guard seconds >= 60 else { return "\(seconds) s" }
        guard seconds < 3600 else {
            let minutes = seconds / 60 % 60
            return "\(seconds / 3600) h \(minutes < 10 ? "0" : "")\(minutes) min"
        }
        return "\(seconds / 60) min \(seconds % 60 < 10 ? "0" : "")\(seconds % 60) s"
    }
}
