/// What the command's exit status means; scripts rely on it.
package enum ExitCode: Int32, Sendable {
    case success = 0
    /// Some shots failed or are held; some files failed.
    case failed = 1
    /// Usage, or a bad list.
    case usage = 2
    /// Files could not be looked at, and none failed.
    case unknownFiles = 3
    case capReached = 4
    /// Another session holds the production.
    case locked = 5
    /// The provider refused the account: key or credit.
    case accountRefused = 6
    /// Submits whose outcome is unknown need a look.
    case unknownSubmits = 7
    /// Our own fault.
    case ourFault = 70
    case interrupted = 130
    case terminated = 143
}
