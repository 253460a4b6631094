/// The outcome of a rule or a policy, worst first.
///
/// `and` is the minimum of its members, `or` the maximum: Kleene's three-valued logic, with two more
/// values for lenient levels. Undecided ranks between failing and all kinds of passing, so it can
/// neither pass a policy nor fail it.
enum PolicyOutcome: Int, Hashable, Comparable {
    case unmet
    case undecided
    /// Not met, at the level of a warning.
    case warned
    /// Not met, at the level of information.
    case noted
    case met

    static func < (left: PolicyOutcome, right: PolicyOutcome) -> Bool {
        left.rawValue < right.rawValue
    }

    init(_ isMet: Bool?) {
        self = isMet.map { $0 ? .met : .unmet } ?? .undecided
    }

    /// The outcome at a level: with a lenient level it is at least `warned` or `noted`.
    func limited(to level: PolicyLevel) -> PolicyOutcome {
        switch level {
        case .fail: self
        case .warn: max(self, .warned)
        case .info: max(self, .noted)
        }
    }
}
