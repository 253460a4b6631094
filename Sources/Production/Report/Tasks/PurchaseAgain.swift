import DailiesPlanning
import DailiesReporting

/// The purchase of one more take of each run that has none.
struct PurchaseAgain {
    /// The options of each command.
    ///
    /// `--max-takes` is one number for a whole session, so shots with
    /// different numbers of takes need different commands.
    private(set) var options: [[String]] = []
    /// The quote of what is bought.
    let quote: Quote
    /// The shots of which no session buys more.
    let exhausted: [String]

    init(_ items: [TaskItem]) {
        let parts = items.compactMap { item in
            item.shot.flatMap { shot in item.part.map { (shot: shot, part: $0) } }
        }
        // A session is limited to shots, not to parts: of a shot, those parts come first of which the
        // fewest takes count.
        let fewest = Dictionary(
            parts.map { ($0.shot, $0.part.countedTakes) }, uniquingKeysWith: min)
        var bought: [Quote] = []
        var exhausted: [String] = []
        for count in Set(fewest.values).sorted() {
            let own = parts.filter { fewest[$0.shot] == count && $0.part.countedTakes == count }
            var shots: [String] = []
            for part in own where shots.last != part.shot { shots.append(part.shot) }
            guard let limit = SessionSettings.takes(toBuyOneMoreThan: count) else {
                exhausted += shots
                continue
            }
            options.append(["--max-takes", String(limit), "--only", shots.joined(separator: ",")])
            bought += own.map(\.part.quote)
        }
        quote = bought.sum
        self.exhausted = exhausted
    }

    /// What the commands do.
    ///
    /// - Parameters:
    ///   - purchase: the beginning of the sentence.
    ///   - alternative: what else can be done; `nil` if nothing.
    func advice(_ purchase: String, or alternative: String? = nil) -> String {
        let rest = alternative.map { ", or \($0)" } ?? ""
        let buy = options.isEmpty ? nil : "\(purchase) (\(quote.rounded))\(rest)."
        let stop =
            exhausted.isEmpty
            ? nil
            : "Of \(exhausted.joined(separator: ", ")) no session buys more than "
                + "\(SessionSettings.takesLimits.upperBound) takes: change the prompt, or choose a take "
                + "by hand with dailies circle."
        return [buy, stop].compactMap(\.self).joined(separator: " ")
    }
}
