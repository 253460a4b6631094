/// How a rule or a policy stands, worst first.
///
/// `and` is the worst of its members, `or` the best: Kleene's three-valued logic, with two steps
/// more for what is lenient. What wasn't looked at ranks between failing and every way of passing,
/// so it can neither pass a policy nor fail it.
enum PolicyOutcome: Int, Hashable, Comparable {
    case unmet
    case undecided
    /// Not met, where that is worth a warning.
    case warned
    /// Not met, where that is worth a note.
    case noted
    case met

    static func < (left: PolicyOutcome, right: PolicyOutcome) -> Bool {
        left.rawValue < right.rawValue
    }

    init(_ isMet: Bool?) {
        self = isMet.map { $0 ? .met : .unmet } ?? .undecided
    }

    /// The outcome at a level: a lenient one never comes out worse than its word.
    func lenient(_ level: PolicyLevel) -> PolicyOutcome {
        switch level {
        case .fail: self
        case .warn: max(self, .warned)
        case .info: max(self, .noted)
        }
    }
}
