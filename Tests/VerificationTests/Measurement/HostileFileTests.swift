import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Files that refer to other files or hosts: none of them is opened.
@Suite struct HostileFileTests {
    private let folder: TemporaryFolder
    private let watchedClip: WatchedClip
    private let connectionCounter: ConnectionCounter

    init() throws {
        folder = try TemporaryFolder()
        watchedClip = try WatchedClip(in: folder)
        connectionCounter = try ConnectionCounter()
    }

    @Test(arguments: HostileFile.all, Verification.Level.allCases)
    func nothingElseIsOpened(_ hostile: HostileFile, _ level: Verification.Level) throws {
        let path = try hostile.write(into: folder, watchedClip, connectionCounter)
        let verification = MediaFile(path: path).verify(against: Expectation(), level: level)
        #expect(!verification.checks.isEmpty)
        #expect(!watchedClip.wasOpened)
        #expect(try connectionCounter.newConnections() == 0)
    }

    @Test(arguments: HostileFile.all.filter { $0.ffprobeOptions != nil })
    func aFileWithExternalMediaDataFails(_ hostile: HostileFile) throws {
        let path = try hostile.write(into: folder, watchedClip, connectionCounter)
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .packets)
        #expect(verification.verdict == .fail)
    }

    /// Proves that the test detects access: a reader that follows the references is caught.
    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: HostileFile.all.filter { $0.ffprobeOptions != nil })
    func aReaderThatFollowsReferencesIsDetected(_ hostile: HostileFile) throws {
        let path = try hostile.write(into: folder, watchedClip, connectionCounter)
        #expect(!watchedClip.wasOpened)
        #expect(try connectionCounter.newConnections() == 0)
        try FFmpegProgram.probe(path, hostile.ffprobeOptions ?? [])
        let callers = try connectionCounter.newConnections()
        #expect(watchedClip.wasOpened || callers > 0)
    }

    /// Names of missing files that libav could take for URLs or patterns.
    @Test(arguments: Verification.Level.allCases)
    func aNameIsNeverTakenForAURL(_ level: Verification.Level) throws {
        let names = [
            "concat:\(watchedClip.path)|\(watchedClip.path)", "file:\(watchedClip.path)", "-",
            "pipe:0", "pipe:",
            "http://127.0.0.1:\(connectionCounter.port)/canary.mp4",
            "tcp://127.0.0.1:\(connectionCounter.port)",
            "subfile,,start,0,end,0,,:\(watchedClip.path)", "cache:\(watchedClip.path)",
            "async:\(watchedClip.path)", "\(watchedClip.path)\n", "\n\(watchedClip.path)",
            "\(folder.path)/c%0nary.mp4", "\(folder.path)/can%61ry.mp4", "\(watchedClip.path)%",
            "",
        ]
        for name in names {
            let verification = MediaFile(path: name).verify(against: Expectation(), level: level)
            #expect(verification.verdict == .unknown, "\(name)")
            #expect(!watchedClip.wasOpened, "\(name)")
            #expect(try connectionCounter.newConnections() == 0, "\(name)")
        }
    }

    /// A NUL ends a C string, but must not shorten the name.
    @Test func aNulDoesNotShortenAName() throws {
        let verification = MediaFile(path: watchedClip.path + "\u{0}.mov").verify(
            against: Expectation())
        #expect(verification.verdict == .unknown)
        #expect(!watchedClip.wasOpened)
    }
}
