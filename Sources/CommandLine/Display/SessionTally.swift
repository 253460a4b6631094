import DailiesPlanning
import DailiesProduction

/// What a session has done so far, counted from its events; knows neither the terminal nor the clock.
struct SessionTally: Sendable {
    /// The runs that the session may have to buy, with their models.
    private let schedule: RunSchedule
    private let models: [String: String]
    /// How long a run of a model usually takes.
    private let usual: [String: Duration]
    /// Whether the amounts are those that a real session would have paid.
    private let isRehearsal: Bool
    private(set) var title = ""
    /// Names of the runs, in film order.
    private(set) var runs: [String] = []
    private(set) var quote = Quote.zero
    private var states: [String: RunState] = [:]
    /// How many runs are finished, with or without a take.
    private(set) var finished = 0
    /// How many runs have an accepted take.
    private(set) var accepted = 0
    /// The names in `runs`.
    private var names: Set<String> = []
    /// What is set aside for each take whose request was sent, with or without an answer.
    private var setAside: [String: Money] = [:]
    /// What the runs that ended in this session cost; of those whose cost isn't reported, what was set
    /// aside.
    private(set) var spent = Money.zero
    /// How long the runs of this session took from the submit to an accepted take, by their models.
    private var measured: [String: [Duration]] = [:]

    /// Whether the session was asked to end, and submits nothing more.
    private var isEnding = false

    /// The phase of a run, and since when it has it.
    struct RunState: Sendable {
        var phase: RunPhase
        /// When the phase began.
        var since: ContinuousClock.Instant
        /// When the run's first phase began in this session.
        let begin: ContinuousClock.Instant
    }

    /// - Parameter usual: how long a run of a model usually takes.
    init(
        schedule: RunSchedule = RunSchedule([], concurrency: 1), usual: [String: Duration] = [:],
        isRehearsal: Bool = false
    ) {
        self.schedule = schedule
        models = schedule.models
        self.usual = usual
        self.isRehearsal = isRehearsal
    }

    mutating func update(_ event: SessionEvent, now: ContinuousClock.Instant) {
        switch event {
        case .began(let title, let runs, let quote, _):
            self.title = title
            self.runs = runs
            names = Set(runs)
            self.quote = quote
        case .run(let name, let phase): enter(phase, name, now)
        case .reserved(let take, let amount): setAside[take] = amount
        case .underway(_, let take, _, _, let quote): setAside[take] = quote
        case .ended(_, let take, _, _, let cost):
            let reserved = setAside.removeValue(forKey: take)
            spent = spent + (cost ?? reserved ?? .zero)
        case .ending: isEnding = true
        case .note, .detail, .assembling, .assembled: break
        }
    }

    private mutating func enter(
        _ phase: RunPhase, _ name: String, _ now: ContinuousClock.Instant
    ) {
        let old = states[name]
        let since = old?.phase.kind == phase.kind ? old?.since ?? now : now
        states[name] = RunState(phase: phase, since: since, begin: old?.begin ?? now)
        if names.contains(name) {
            finished += (phase.isFinal ? 1 : 0) - (old?.phase.isFinal == true ? 1 : 0)
            accepted += (phase.isAccepted ? 1 : 0) - (old?.phase.isAccepted == true ? 1 : 0)
        }
        if case .verified = phase, phase.isFinal, old?.phase.isFinal == false {
            measured[models[name] ?? "", default: []].append(now - (old?.begin ?? now))
        }
    }

    // MARK: What a display shows

    func state(of name: String) -> RunState? { states[name] }

    /// The names of the runs that are under way, in film order.
    var underWay: [String] { runs.filter { states[$0]?.phase.isFinal == false } }

    /// What is set aside for the takes whose requests were sent.
    var setAsideAmount: Money { setAside.values.sum }

    /// What the session has cost so far and what is set aside, beside the quote at the worst prices, which
    /// are those that are set aside: "$0.84 + $1.26 under way of up to $6.30".
    var money: String {
        let (aside, most) = (setAsideAmount, quote.worst)
        let places = [spent, aside, most].places
        let text =
            spent.text(places: places)
            + (aside == .zero ? "" : " + \(aside.text(places: places)) under way")
        if isRehearsal { return "free, would be \(text)" }
        return quote.isComplete ? "\(text) of up to \(most.text(places: places))" : text
    }

    /// How long the session takes until its last run is finished; `nil` while that isn't known of a run,
    /// and when no run is left.
    ///
    /// A run that is left takes as long as those of its model took on average in this session; before one
    /// is finished, as such runs usually take, or as all runs on average.
    func timeLeft(now: ContinuousClock.Instant) -> Duration? {
        guard finished < runs.count else { return nil }
        let average = Self.average(Array(measured.values.joined()))
        let averages = usual.merging(measured.compactMapValues(Self.average)) { $1 }
        var lengths: [String: Duration] = [:]
        for name in isEnding ? underWay : runs where states[name]?.phase.isFinal != true {
            guard let whole = models[name].flatMap({ averages[$0] }) ?? average else { return nil }
            lengths[name] = max(.zero, whole - (states[name].map { now - $0.begin } ?? .zero))
        }
        guard !lengths.isEmpty else { return nil }
        return schedule.time(of: lengths, underWay: Set(underWay))
    }

    private static func average(_ durations: [Duration]) -> Duration? {
        durations.isEmpty ? nil : durations.reduce(.zero, +) / durations.count
    }
}
