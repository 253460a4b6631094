import DailiesPlanning
import DailiesProduction

/// What a session has done so far, counted from its events; knows neither the terminal nor the clock.
struct SessionTally: Sendable {
    /// The model of each run, by the run's name.
    private let models: [String: String]
    /// How long a run of a model usually takes, by the model's profile.
    private let usual: [String: Duration]
    private(set) var title = ""
    /// Names of the runs, in film order.
    private(set) var runs: [String] = []
    private(set) var quote = Quote.zero
    private var states: [String: RunState] = [:]
    /// What is set aside for each take that is at the provider.
    private var setAside: [String: Money] = [:]
    /// What the runs that ended in this session cost; of those whose cost isn't reported, what was set
    /// aside.
    private(set) var spent = Money.zero
    /// How long the runs of this session took from the submit to an accepted take, by their models.
    private var measured: [String: [Duration]] = [:]
    /// The most runs that were under way at once.
    private var mostAtOnce = 0

    /// The phase of a run, and since when it has it.
    struct RunState: Sendable {
        var phase: RunPhase
        /// When the phase began.
        var since: ContinuousClock.Instant
        /// When the run's first phase began in this session.
        let begin: ContinuousClock.Instant
    }

    init(models: [String: String] = [:], usual: [String: Duration] = [:]) {
        self.models = models
        self.usual = usual
    }

    mutating func update(_ event: SessionEvent, now: ContinuousClock.Instant) {
        switch event {
        case .began(let title, let runs, let quote, _):
            self.title = title
            self.runs = runs
            self.quote = quote
        case .run(let name, let phase): enter(phase, name, now)
        case .underway(_, let take, _, _, let quote): setAside[take] = quote
        case .ended(_, let take, _, _, let cost):
            let reserved = setAside.removeValue(forKey: take)
            spent = spent + (cost ?? reserved ?? .zero)
        case .note, .ending, .detail, .assembling, .assembled: break
        }
    }

    private mutating func enter(
        _ phase: RunPhase, _ name: String, _ now: ContinuousClock.Instant
    ) {
        let old = states[name]
        let since = old?.phase.kind == phase.kind ? old?.since ?? now : now
        states[name] = RunState(phase: phase, since: since, begin: old?.begin ?? now)
        if case .verified = phase, phase.isFinal, old?.phase.isFinal == false {
            measured[models[name] ?? "", default: []].append(now - (old?.begin ?? now))
        }
        mostAtOnce = max(mostAtOnce, underWay.count)
    }

    // MARK: What a display shows

    func state(of name: String) -> RunState? { states[name] }

    /// The names of the runs that are under way, in film order.
    var underWay: [String] { runs.filter { states[$0]?.phase.isFinal == false } }

    /// How many runs have an accepted take.
    var accepted: Int { runs.count { states[$0]?.phase.isAccepted == true } }

    /// How many runs are finished, with or without a take.
    var finished: Int { runs.count { states[$0]?.phase.isFinal == true } }

    /// The takes that are at the provider, and what is set aside for them.
    var atProvider: (takes: [String], amount: Money) {
        (setAside.keys.sorted(), setAside.values.sum)
    }

    /// How long the session takes until its last run is finished; `nil` while that isn't known of a run,
    /// and when no run is left.
    ///
    /// A run that is left takes as long as those of its model took on average in this session; before one
    /// is finished, as the model's profile says, or as all runs on average. As many are at work at once as
    /// ever were in this session.
    func timeLeft(now: ContinuousClock.Instant) -> Duration? {
        guard finished < runs.count else { return nil }
        let average = Self.average(Array(measured.values.joined()))
        let averages = usual.merging(measured.compactMapValues(Self.average)) { $1 }
        var slots: [Duration] = []
        var waiting: [Duration] = []
        for name in runs where states[name]?.phase.isFinal != true {
            guard let whole = models[name].flatMap({ averages[$0] }) ?? average else { return nil }
            guard let state = states[name] else {
                waiting.append(whole)
                continue
            }
            slots.append(max(.zero, whole - (now - state.begin)))
        }
        slots += Array(repeating: .zero, count: max(0, max(1, mostAtOnce) - slots.count))
        for run in waiting {
            guard let next = slots.indices.min(by: { slots[$0] < slots[$1] }) else { break }
            slots[next] += run
        }
        return slots.max()
    }

    private static func average(_ durations: [Duration]) -> Duration? {
        durations.isEmpty ? nil : durations.reduce(.zero, +) / durations.count
    }
}

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
