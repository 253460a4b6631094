import DailiesLanding
import DailiesTestSupport
import Foundation
import Testing

/// Files get their final names whole, or not at all.
struct LandingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: folder.file(name)).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    @Test func aFileIsReplacedWhole() throws {
        try Landing.write(Data("one".utf8), as: folder.file("a"))
        try Landing.write(Data("two".utf8), as: folder.file("a"))
        #expect(text("a") == "two")
        #expect(names == ["a"])
    }

    @Test func anEmptyFileLands() throws {
        try Landing.write(Data(), as: folder.file("a"))
        #expect(text("a") == "")
    }

    /// A reader that opened the old file goes on with it.
    @Test func readersOfTheOldFileAreNotDisturbed() throws {
        try Landing.write(Data("old".utf8), as: folder.file("a"))
        let reader = try #require(FileHandle(forReadingAtPath: folder.file("a")))
        try Landing.write(Data("new".utf8), as: folder.file("a"))
        #expect(try reader.readToEnd() == Data("old".utf8))
    }

    /// Many that write the same file at once: each writes a whole one, and one of them stays.
    @Test func writersOfOneFileAreNotInEachOthersWay() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let bytes = Data(repeating: UInt8(number), count: 10_000)
                group.addTask { [folder] in try Landing.write(bytes, as: folder.file("a")) }
            }
            try await group.waitForAll()
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("a")))
        #expect(bytes.count == 10_000 && Set(bytes).count == 1)
        #expect(names == ["a"])
    }

    @Test func aTakenNameIsNotReplaced() throws {
        let temporary = Landing.temporaryName(for: folder.file("film.mp4"))
        for (existing, isLanded) in [("someone's", false), (nil, true)] {
            try? FileManager.default.removeItem(atPath: folder.file("film.mp4"))
            if let existing { try folder.write(Data(existing.utf8), as: "film.mp4") }
            try Data("ours".utf8).write(to: URL(fileURLWithPath: temporary))
            #expect(
                try Landing.land(temporary, as: folder.file("film.mp4"), replacing: false)
                    == isLanded)
            #expect(text("film.mp4") == existing ?? "ours")
        }
        #expect(names == ["film.mp4"])
    }

    /// A dangling link takes the name as well.
    @Test func aDanglingLinkIsNotReplaced() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("film.mp4"), withDestinationPath: "nowhere")
        let temporary = try folder.write(Data("ours".utf8), as: ".film.mp4.part")
        #expect(
            try !Landing.land(temporary, as: folder.file("film.mp4"), replacing: false))
        #expect(names == [".film.mp4.part", "film.mp4"])
    }

    @Test func aFailureLeavesNothingBehind() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("taken"), withIntermediateDirectories: false)
        try folder.write(Data(), as: "taken/inside")
        for name in ["nowhere/a", "taken"] {
            #expect(throws: LandingError.self) {
                try Landing.write(Data("x".utf8), as: folder.file(name))
            }
        }
        #expect(names == ["taken"])
    }

    @Test func temporaryNamesAreRecognised() {
        let name = (Landing.temporaryName(for: "/films/takes/010-t1.mp4") as NSString)
        #expect(name.deletingLastPathComponent == "/films/takes")
        #expect(Landing.isTemporary(name.lastPathComponent))
        #expect(!Landing.isTemporary("010-t1.mp4"))
        #expect(!Landing.isTemporary("010-t1.mp4.part"))
    }

    /// As `dirname` of POSIX, except that a name without a folder has the empty path.
    @Test(
        arguments: [
            ("a", ""), ("a/", ""), ("ab", ""), ("/a", "/"), ("/", "/"), ("", ""), ("a/b", "a"),
            ("a//b", "a"), ("/films/takes/010.mp4", "/films/takes"), ("./ä", "."), ("//a", "/"),
        ])
    func theFolderOfAPath(path: String, folder: String) {
        #expect(Landing.folder(of: path) == folder)
    }

    @Test func foldersAreCreatedWithTheirParents() throws {
        try Landing.createFolder(folder.file("a/b/c"))
        try Landing.createFolder(folder.file("a/b/c"))
        #expect(names == ["a"])
        try folder.write(Data(), as: "file")
        #expect(throws: LandingError.self) { try Landing.createFolder(folder.file("file/d")) }
        #expect(throws: LandingError.self) { try Landing.createFolder(folder.file("file")) }
    }

    /// The file keeps its first name until that is removed, and replaces one of its second name.
    @Test func aFileGetsASecondName() throws {
        let first = try folder.write(Data("new".utf8), as: "first")
        let second = try folder.write(Data("old".utf8), as: "second")
        try Landing.addName(second, to: first)
        for path in [first, second] {
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        }
        // The same again, as after a kill.
        try Landing.addName(second, to: first)
        unlink(first)
        #expect(try String(contentsOfFile: second, encoding: .utf8) == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["second"])
        #expect(throws: LandingError.self) { try Landing.addName(second, to: first) }
    }
}
