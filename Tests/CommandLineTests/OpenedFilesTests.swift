import DailiesTestSupport
import Foundation
import Testing

/// The system's own word on what the command opens.
///
/// Under the address sanitizer the leak detector can't run beside strace.
@Suite(.enabled(if: OpenedFiles.canTrace && !AddressSanitizer.isActive)) struct OpenedFilesTests {
    private let folder: TemporaryFolder
    private let watchedClip: WatchedClip
    private let connectionCounter: ConnectionCounter

    init() throws {
        folder = try TemporaryFolder()
        watchedClip = try WatchedClip(in: folder)
        connectionCounter = try ConnectionCounter()
    }

    @Test(arguments: HostileFile.all, ["packets", "content"])
    func onlyTheFileItselfIsOpened(_ hostile: HostileFile, _ level: String) throws {
        let path = try hostile.write(into: folder, watchedClip, connectionCounter)
        let log = folder.file("opened.log")
        let result = try DailiesProcess(
            ["verify", "--level", level, path], in: folder.path,
            wrapper: OpenedFiles.traceCommand(log: log)
        ).finish()
        #expect([0, 1].contains(result.status), "\(result.talk)")
        let opened = try OpenedFiles(log)
        // What comes before are libraries, the locale and what the runtime asks of the machine;
        // what allocator and threads ask of the kernel can come later.
        let first = try #require(opened.files.firstIndex(of: path))
        let others = Set(opened.files[first...]).subtracting([path])
        #expect(others.filter { !$0.hasPrefix("/proc/") && !$0.hasPrefix("/sys/") } == [])
        #expect(opened.calls == [])
        #expect(!watchedClip.wasOpened)
    }
}
