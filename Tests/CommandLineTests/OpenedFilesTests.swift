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
        // what allocator and threads ask of the kernel can come later, and the filters' libraries.
        let first = try #require(opened.files.firstIndex(of: path))
        let others = Set(opened.files[first...]).subtracting([path])
        #expect(others.filter { !isOfSystem($0) } == [])
        #expect(opened.calls == [])
        #expect(!watchedClip.wasOpened)
    }

    /// Whether a file is the kernel's, or a library or the loader's list of them.
    private func isOfSystem(_ path: String) -> Bool {
        path.hasPrefix("/proc/") || path.hasPrefix("/sys/") || path == "/etc/ld.so.cache"
            || path.contains(/\/lib[^\/]+\.so(\.\d+)*$/)
    }

    /// A take is opened to be written, and once more for its verdict, its still and its last picture.
    ///
    /// Then it is joined. A finished production is started again without decoding.
    @Test func aTakeIsOpenedOnceForItsVerdict() throws {
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
             {"id": "010", "prompt": "a kite", "duration": 3, "aspect_ratio": "1:1"},
             {"id": "020", "prompt": "a sea", "duration": 3, "continue_from": "previous"}]}
            """
        try folder.write(Data(list.utf8), as: "film.json")
        let log = folder.file("opened.log")
        func opened() throws -> [String] {
            let result = try DailiesProcess(
                ["rehearse", "film.json"], in: folder.path,
                wrapper: OpenedFiles.traceCommand(log: log)
            ).finish()
            #expect(result.status == 0, "\(result.talk)")
            return try OpenedFiles(log).files
        }
        let files = try opened()
        let stillIndex = try #require(files.firstIndex { $0.contains("/.010-t1-still.jpg.") })
        let landing = files[..<stillIndex].filter { $0.hasSuffix("/010-t1.unverified") }
        #expect(landing.count == 1)
        #expect(files[..<stillIndex].count { $0.hasSuffix(".010-t1.unverified.part") } == 1)
        #expect(files.contains { $0.contains("/.010-t1-last.png.") })
        // The film's plan reads the index of each take, nothing else.
        let again = try opened()
        #expect(again.count { $0.hasSuffix("010-t1.mp4") } == 1)
        #expect(again.count { $0.hasSuffix("020-t1.mp4") } == 1)
    }
}
