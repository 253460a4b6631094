/// The range of a file's bytes that a response contains (RFC 9110, 14.4).
struct ContentRange: Hashable {
    let first: Int64
    let last: Int64
    let total: Int64

    /// Parses "bytes 0-99/200"; `nil` for anything else, including an unknown total.
    init?(_ field: String) {
        guard let match = field.wholeMatch(of: /bytes (\d{1,18})-(\d{1,18})\/(\d{1,18})/),
            let first = Int64(match.output.1), let last = Int64(match.output.2),
            let total = Int64(match.output.3), first <= last, last < total
        else { return nil }
        self.first = first
        self.last = last
        self.total = total
    }
}
