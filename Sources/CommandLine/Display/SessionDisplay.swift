import DailiesProduction
import DailiesVerification

/// How a session is shown while it goes on: alive on a terminal, else line by line.
enum SessionDisplay: Sendable {
    case live(LiveDisplay)
    case lines(PlainLines)
    case events(EventLines)
    case silent

    static func make(_ arguments: Arguments, _ context: CommandContext) -> SessionDisplay {
        let console = context.console
        if arguments.has(.json) { return .events(EventLines(console: console)) }
        if arguments.has(.quiet) { return .silent }
        // A dumb terminal can't be drawn on in place.
        return console.isTerminal && context.environment["TERM"] != "dumb"
            ? .live(LiveDisplay(console: console)) : .lines(PlainLines(console: console))
    }

    func show(_ event: SessionEvent) {
        switch self {
        case .live(let display): display.show(event)
        case .lines(let display): display.show(event)
        case .events(let display): display.show(event)
        case .silent: break
        }
    }

    /// Leaves the display in its last state.
    func finish() {
        if case .live(let display) = self { display.finish() }
    }
}

extension RunPhase {
    /// The phase in a few words.
    var words: String {
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
        case .failed(let reason): "failed: \(reason)"
        case .open(let reason): "open: \(reason)"
        }
    }

    /// The phase without what changes all the time.
    var kind: String {
        switch self {
        case .downloading: "downloading"
        default: words
        }
    }

    /// Whether nothing more will come in this session.
    var isLast: Bool {
        switch self {
        case .reused, .failed, .open: true
        case .verified(_, let isAccepted): isAccepted
        default: false
        }
    }

    var isGood: Bool {
        switch self {
        case .reused, .verified: isLast
        default: false
        }
    }
}
