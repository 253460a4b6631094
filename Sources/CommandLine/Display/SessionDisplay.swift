import DailiesPlanning
import DailiesProduction
import DailiesVerification

/// How a running session is displayed: redrawn in place on a terminal, otherwise line by line.
enum SessionDisplay: Sendable {
    case live(LiveDisplay)
    case lines(PlainEventWriter)
    case events(JSONEventWriter)
    case silent(Console)

    /// - Parameter tally: a tally that knows the runs.
    static func make(
        _ options: SessionOptions, _ context: CommandContext, tally: SessionTally
    ) -> SessionDisplay {
        let console = context.console
        if options.writesJSON { return .events(JSONEventWriter(console: console)) }
        if options.isQuiet { return .silent(console) }
        // A dumb terminal has no escape sequences.
        return console.isTerminal && context.environment["TERM"] != "dumb"
            ? .live(
                LiveDisplay(
                    console: console, environment: context.environment,
                    isVerbose: options.isVerbose,
                    table: RunStatusTable(tally: tally)))
            : .lines(
                PlainEventWriter(console: console, isVerbose: options.isVerbose, tally: tally))
    }

    func show(_ event: SessionEvent) {
        switch self {
        case .live(let display): display.show(event)
        case .lines(let display): display.show(event)
        case .events(let display): display.show(event)
        case .silent(let console):
            // Somebody asked the session to end, and waits for it.
            if case .ending(let text) = event { console.message(text) }
        }
    }

    /// Draws the last state, which stays on the terminal.
    func finish() {
        if case .live(let display) = self { display.finish() }
    }
}

extension SessionEvent {
    /// A message of the session for people; `nil` for events that the display shows otherwise.
    ///
    /// - Parameter isVerbose: whether details are shown.
    func message(isVerbose: Bool) -> String? {
        switch self {
        case .note(let text), .ending(let text): text
        case .detail(let text) where isVerbose: text
        case .underway(_, let take, let provider, let id, let quote) where isVerbose:
            "\(take): at \(provider) as \(id), \(quote) set aside"
        case .ended(_, let take, let id, let state, let cost) where isVerbose:
            "\(take): \(state) (\(id ?? "no id")), "
                + (cost.map { "cost \($0)" } ?? "its cost isn't reported")
        case .began, .run, .reserved, .underway, .ended, .detail, .assembling, .assembled: nil
        }
    }
}

extension RunPhase {
    /// The phase for people.
    var text: String {
        switch self {
        case .reused: "take is there"
        case .submitting: "submitting"
        case .queued: "queued"
        case .running: "running"
        case .downloading(let bytes):
            bytes == 0
                ? "downloading" : "downloading \(bytes / 100_000 / 10).\(bytes / 100_000 % 10) MB"
        case .verifying: "verifying"
        case .verified(let verification, _): "verified: \(verification.verdict.rawValue)"
        case .failed, .open: "\(outcome): \(reason ?? "")"
        }
    }

    /// The phase for people, without its reason.
    var outcome: String {
        switch self {
        case .failed: "failed"
        case .open: "open"
        default: text
        }
    }

    /// Why there is no take; `nil` for other phases.
    var reason: String? {
        switch self {
        case .failed(let reason), .open(let reason): reason
        default: nil
        }
    }

    /// The phase without the number of bytes, which changes all the time.
    var kind: String {
        switch self {
        case .downloading: "downloading"
        default: text
        }
    }

    /// Whether no other phase follows in this session.
    var isFinal: Bool {
        switch self {
        case .reused, .failed, .open: true
        case .verified(_, let isAccepted): isAccepted
        default: false
        }
    }

    /// Whether the run has an accepted take.
    var isAccepted: Bool {
        switch self {
        case .reused, .verified: isFinal
        default: false
        }
    }
}
