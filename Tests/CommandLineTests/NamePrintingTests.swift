import DailiesTestSupport
import Foundation
import Glibc
import Testing

/// Names of files that aren't text, or that look like results.
@Suite struct NamePrintingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Renames a clip to a name with the byte 0xE9, which is no UTF-8.
    private func foreignClip() throws {
        let clip = try folder.forge()
        let name = Array((folder.path + "/caf").utf8) + [0xE9] + Array(".mp4".utf8) + [0]
        #expect(rename(clip, name.map(CChar.init(bitPattern:))) == 0)
    }

    @Test(arguments: ["verify", "probe"])
    func aNameThatIsNotUTF8IsReadAsAnArgument(_ command: String) throws {
        try foreignClip()
        let result = try DailiesProcess(
            [command], in: folder.path,
            wrapper: ["/bin/sh", "-c", #"exec "$0" "$@" "$(printf 'caf\351.mp4')""#]
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        #expect(result.output.contains(#"caf\xE9.mp4"#))
    }

    @Test func aNameThatIsNotUTF8IsReadFromAList() throws {
        try foreignClip()
        let list = Data("caf".utf8) + [0xE9] + Data(".mp4\n".utf8)
        try list.write(to: URL(fileURLWithPath: folder.file("list")))
        let result = try DailiesProcess(
            ["verify", "-"], in: folder.path,
            wrapper: ["/bin/sh", "-c", #"exec "$0" "$@" < list"#]
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        #expect(result.output.hasPrefix(#"pass     caf\xE9.mp4"#))
    }

    @Test func aLineBreakInANameForgesNoResult() throws {
        let clip = try folder.forge { $0.sound = nil }
        let names = ["a\npass     other.mp4", "b\u{2028}pass", "c\tpass"]
        for name in names {
            try FileManager.default.copyItem(atPath: clip, toPath: folder.file(name))
        }
        let result = try DailiesProcess(
            ["verify", "--audio", "present"] + names, in: folder.path
        ).finish()
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2 * names.count)
        #expect(lines.filter { $0.hasPrefix("fail") }.count == names.count)
        #expect(!result.output.contains("\u{2028}") && !result.output.contains("\t"))
        let probed = try DailiesProcess(["probe", names[0]], in: folder.path).finish()
        #expect(probed.output.hasPrefix("a?pass     other.mp4\n"))
        let missing = try DailiesProcess(["probe", "x\npass"], in: folder.path).finish()
        #expect(missing.talk.hasPrefix("x?pass: "))
    }

    /// A verification that is stopped is not continued by the same command.
    @Test func aStoppedVerificationPromisesNothing() throws {
        _ = try folder.forge { $0.frames = 96 }
        let process = try DailiesProcess(
            ["verify", "--level", "decode", "-"], in: folder.path,
            input: String(repeating: "clip.mp4\n", count: 3000))
        _ = process.line()
        process.signal(SIGTERM)
        let result = process.finish()
        #expect(result.status == 128 + SIGTERM)
        #expect(result.talk.contains("the files without a result were not verified"))
        #expect(!result.talk.contains("goes on from here"))
    }
}
