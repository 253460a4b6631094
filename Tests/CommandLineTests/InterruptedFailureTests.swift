import Glibc
import Testing

@testable import DailiesCommandLine

/// A signal is no fault of ours: the exit code names the signal, as shells expect it.
struct InterruptedFailureTests {
    @Test(arguments: [(SIGINT, .interrupted), (SIGTERM, .terminated)] as [(Int32, ExitCode)])
    func aSignalGivesItsOwnExitCode(signal: Int32, code: ExitCode) {
        let failure = Failure(Interrupted(signal: signal))
        #expect(failure.code == code)
        #expect(failure.text.hasPrefix("stopped; nothing is lost"))
    }
}
