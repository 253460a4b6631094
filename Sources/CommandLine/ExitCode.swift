import Glibc

/// The command's exit status, which scripts rely on.
package enum ExitCode: Int32, Sendable {
    case success = 0
    /// Some shots failed or are held; some files failed.
    case failed = 1
    /// Wrong usage, or a shot list with problems.
    case usage = 2
    /// Some files could not be looked at, and none failed.
    case unknownFiles = 3
    case capReached = 4
    /// Another session holds the production.
    case locked = 5
    /// The provider refused the account: key or credit.
    case accountRefused = 6
    /// The outcome of some submits is unknown.
    case unknownSubmits = 7
    /// A fault of ours, or of the machine.
    case ourFault = 70
    /// A shard can't be done now, or results of shards are missing: another attempt may succeed.
    case tryAgainLater = 75
    /// The terminal was closed; the state is safe.
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// The exit code of work that a signal stopped.
    init(signal: Int32) {
        switch signal {
        case SIGTERM: self = .terminated
        case SIGHUP: self = .hungUp
        default: self = .interrupted
        }
    }
}
