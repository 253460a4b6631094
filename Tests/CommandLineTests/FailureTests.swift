import DailiesAssembly
import DailiesLedger
import DailiesProduction
import DailiesTestSupport
import Testing

@testable import DailiesCommandLine

/// Every error becomes words and an exit code in one place.
struct FailureTests {
    private struct Odd: Error, CustomStringConvertible {
        let description = "the moon is full"
    }

    @Test(
        arguments: [
            (UsageError("name a list"), "name a list", .usage),
            (
                SessionError.folder(path: "out", reason: "it is a file"),
                "the folder out can't be used: it is a file", .usage
            ),
            (
                SessionError.heldByAnother(path: "out"),
                "another session is at work in out; wait for its end, or choose another --output",
                .locked
            ),
            (
                SessionError.otherKind(path: "out", found: .rehearsal),
                "out holds a rehearsal, and this session buys takes, which are kept apart from "
                    + "rehearsed ones: add --output out-bought, or the name of another new folder",
                .usage
            ),
            (
                SessionError.otherKind(path: "out/", found: .bought),
                "out/ holds bought takes, and this session is a rehearsal, which leaves them alone: "
                    + "to rehearse add --output out-rehearsal, or the name of another new folder; "
                    + "to go on buying type dailies run, with the provider's own address", .usage
            ),
            (AssemblyError.noClips, "there is no clip to join", .failed),
            (
                AssemblyError.cancelled,
                "stopped before the film was finished; nothing was left behind", .failed
            ),
            (
                CancellationError(), "stopped; nothing is lost: the same command goes on from here",
                .interrupted
            ),
            (Odd(), "unexpected: the moon is full", .ourFault),
        ] as [(any Error, String, ExitCode)])
    func anErrorBecomesWordsAndACode(error: any Error, text: String, code: ExitCode) {
        let failure = Failure(error)
        #expect(failure.text == text)
        #expect(failure.code == code)
    }

    @Test func aLedgerThatCannotBeReadIsOurFault() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: LedgerError.self) {
            try Ledger(path: folder.file("missing/ledger.sqlite"))
        }
        let failure = Failure(try #require(error))
        #expect(failure.text.hasPrefix("the ledger failed: open "))
        #expect(failure.code == .ourFault)
    }

    @Test func missingPresetsAreOurFault() {
        let error = #expect(throws: PresetsFolder.Failure.self) {
            try PresetsFolder.find(environment: [:], executable: "/nowhere/at/all")
        }
        #expect(error.map { Failure($0).code } == .ourFault)
        #expect(error?.description.contains("DAILIES_PRESETS") == true)
    }
}
