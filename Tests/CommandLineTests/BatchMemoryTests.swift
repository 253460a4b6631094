import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Ten thousand files in one go: every answer, in order, in the memory that a hundred take.
@Suite struct BatchMemoryTests {
    private let folder: TemporaryFolder
    private let names: [String]

    /// Hard links to a few clips, one of them far slower to look at than the others.
    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let kinds = [
            try folder.forge("short.mp4") { $0.frames = 3 },
            try folder.forge("front.mp4") { $0.isFaststart = true },
            try folder.forge("silent.mp4") { $0.sound = nil },
            try folder.write(Data("<html></html>".utf8), as: "page.mp4"),
        ]
        names = try (0..<10_000).map { number in
            let name = "\(number).mp4"
            try FileManager.default.linkItem(atPath: kinds[number % 4], toPath: folder.file(name))
            return name
        }
        _ = try folder.forge("slow.mp4") { $0.frames = 3000 }
    }

    /// How the results are written.
    enum Form: String, CaseIterable { case plain, json }

    @Test(arguments: Form.allCases)
    func tenThousandFilesTakeTheMemoryOfAHundred(_ form: Form) throws {
        let few = Array(names.prefix(100))
        let small = try verify(few, form)
        let large = try verify(names, form)
        let growth = large.peak - small.peak
        #expect(
            growth <= 20 * MeteredVerify.megabyte || AddressSanitizer.isActive,
            "\(growth) bytes more")
    }

    @Test func oneSlowFileInFrontKeepsTheOrder() throws {
        _ = try verify(["slow.mp4"] + names.prefix(1000), .json, ["--level", "decode"])
    }

    /// Verifies files and holds the answers against their order.
    private func verify(
        _ names: [String], _ form: Form, _ options: [String] = []
    ) throws -> MeteredVerify {
        let run = try MeteredVerify(
            names, options: options + (form == .json ? ["--json"] : []), in: folder)
        #expect(run.result.status == 1)
        let answered = run.lines.compactMap { line -> Substring? in
            switch form {
            // Reasons are indented.
            case .plain: line.hasPrefix(" ") ? nil : line.split(separator: " ").dropFirst().first
            case .json:
                line.firstRange(of: "\"file\":\"")
                    .map { line[$0.upperBound...].prefix { $0 != "\"" } }
            }
        }
        #expect(answered.count == names.count)
        #expect(answered.map(String.init) == names)
        return run
    }
}
