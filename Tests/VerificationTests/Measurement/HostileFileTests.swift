import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Files that refer to other files or hosts: none of them is opened.
@Suite struct HostileFileTests {
    private let folder: TemporaryFolder
    private let canary: Canary
    private let doorbell: Doorbell

    init() throws {
        folder = try TemporaryFolder()
        canary = try Canary(in: folder)
        doorbell = try Doorbell()
    }

    @Test(arguments: HostileFile.all, Verification.Level.allCases)
    func nothingElseIsOpened(_ hostile: HostileFile, _ level: Verification.Level) throws {
        let path = try hostile.write(into: folder, canary, doorbell)
        let verification = MediaFile(path: path).verify(against: Expectation(), level: level)
        #expect(!verification.checks.isEmpty)
        #expect(!canary.wasTouched)
        #expect(try doorbell.callers() == 0)
    }

    @Test(arguments: HostileFile.all.filter { $0.temptation != nil })
    func aFileWithExternalMediaDataFails(_ hostile: HostileFile) throws {
        let path = try hostile.write(into: folder, canary, doorbell)
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .packets)
        #expect(verification.verdict == .fail)
    }

    /// Proves that the test detects access: a reader that follows the references is caught.
    @Test(
        .enabled(if: Witness.isInstalled),
        arguments: HostileFile.all.filter { $0.temptation != nil })
    func aReaderThatFollowsReferencesIsDetected(_ hostile: HostileFile) throws {
        let path = try hostile.write(into: folder, canary, doorbell)
        #expect(!canary.wasTouched)
        #expect(try doorbell.callers() == 0)
        try Witness.probe(path, hostile.temptation ?? [])
        let callers = try doorbell.callers()
        #expect(canary.wasTouched || callers > 0)
    }

    /// Names of missing files that libav could take for URLs or patterns.
    @Test(arguments: Verification.Level.allCases)
    func aNameIsNeverTakenForAURL(_ level: Verification.Level) throws {
        let names = [
            "concat:\(canary.path)|\(canary.path)", "file:\(canary.path)", "-", "pipe:0", "pipe:",
            "http://127.0.0.1:\(doorbell.port)/canary.mp4", "tcp://127.0.0.1:\(doorbell.port)",
            "subfile,,start,0,end,0,,:\(canary.path)", "cache:\(canary.path)",
            "async:\(canary.path)", "\(canary.path)\n", "\n\(canary.path)",
            "\(folder.path)/c%0nary.mp4", "\(folder.path)/can%61ry.mp4", "\(canary.path)%",
            "",
        ]
        for name in names {
            let verification = MediaFile(path: name).verify(against: Expectation(), level: level)
            #expect(verification.verdict == .unknown, "\(name)")
            #expect(!canary.wasTouched, "\(name)")
            #expect(try doorbell.callers() == 0, "\(name)")
        }
    }

    /// A NUL ends a C string, but must not shorten the name.
    @Test func aNulDoesNotShortenAName() throws {
        let verification = MediaFile(path: canary.path + "\u{0}.mov").verify(against: Expectation())
        #expect(verification.verdict == .unknown)
        #expect(!canary.wasTouched)
    }
}
