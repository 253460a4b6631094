import DailiesAssembly
import DailiesGeneration
import DailiesHTTPServer
import DailiesLanding
import DailiesLedger
import DailiesMediaFilter
import DailiesProduction
import DailiesTimeline
import Glibc

/// The message on standard error and the exit code for any error.
struct Failure: Error {
    let text: String
    let code: ExitCode

    init(text: String, code: ExitCode) {
        self.text = text
        self.code = code
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let usage as UsageError: self.init(usage.description, .usage)
        case let later as TryAgainLater: self.init(later.description, .tryAgainLater)
        case let session as SessionError:
            switch session {
            case .folder: self.init(session.description, .usage)
            case .heldByAnother: self.init(session.description, .locked)
            case .otherKind, .lostLedger: self.init(session.description, .usage)
            }
        case let address as ProviderAccess.InvalidAddress: self.init(address.description, .usage)
        case let key as CallbackKey.Failure: self.init(key.description, .ourFault)
        case let port as Listener.PortUnavailable: self.init(port.description, .usage)
        case let presets as PresetsFolder.Failure: self.init(presets.description, .ourFault)
        case let filters as FilterLibrary.Problem: self.init(filters.description, .ourFault)
        case let landing as LandingError: self.init(landing.description, .ourFault)
        case let ledger as LedgerError:
            self.init(
                "the ledger failed: \(ledger.description)",
                ledger.isTransient ? .tryAgainLater : .ourFault)
        case let assembly as AssemblyError: self.init(assembly.description, .failed)
        case let refusal as TimelineRefusal: self.init(refusal.description, .failed)
        case let bundle as OpenTimelineBundle.WritingError: self.init(bundle.description, .failed)
        case let key as MissingKey: self.init(key.description, .accountRefused)
        case let settings as UserSettings.Failure: self.init(settings.description, .usage)
        case is TimeIsOver:
            self.init(
                "the time of --max-runtime is over; the same command goes on from here", .failed)
        case let interrupt as Interrupted:
            self.init(interrupt.message, ExitCode(signal: interrupt.signal))
        case is CancellationError: self.init(Interrupted.resumable, .interrupted)
        default: self.init("unexpected: \(error)", .ourFault)
        }
    }

    private init(_ text: String, _ code: ExitCode) { self.init(text: text, code: code) }
}
