import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// What the command answers with, without spending anything.
struct CommandLineToolTests {
    private let tool = CommandLineTool(environment: [
        "DAILIES_PRESETS": Checkout.path("presets")
    ])

    /// A library that is loaded before the program may change the environment beside the arguments.
    @Test(.enabled(if: ExternalProgram.areInstalled("/usr/bin/faketime")))
    func aPreloadedLibraryHidesNoArguments() throws {
        let result = try DailiesProcess(
            ["--version"], in: "/tmp", wrapper: ["/usr/bin/faketime", "-f", "+1h"]
        ).finish()
        #expect(result.output.hasPrefix("dailies "), "\(result.output.prefix(200))")
        #expect(result.output.split(separator: "\n").count == 1)
    }

    @Test(
        arguments: [
            (["--version"], 0), (["-V"], 0), (["--help"], 0), (["help", "rnu"], 2),
            (["help", "run"], 0), (["help", "--help"], 0), (["help", "-h", "run"], 0),
            (["help", "run", "plan"], 2), (["status", ".", "x"], 2), (["run", "--help"], 0),
            ([], 2),
            (["rn"], 2), (["--wrong"], 2), (["plan"], 2), (["plan", "a", "b"], 2),
            (["plan", "missing.json"], 2), (["probe"], 2), (["verify", "--duration", "x", "a"], 2),
            (["assemble", "a.mp4"], 2), (["run", "--outptu", "x", "a.json"], 2),
        ] as [([String], Int32)])
    func aCallAnswersWithItsExitCode(words: [String], code: Int32) async {
        #expect(await tool.run(words) == code)
    }

    @Test func theSamplesArePlannedForNothing() async {
        for sample in ["lighthouse.json", "prompts.txt"] {
            #expect(await tool.run(["plan", Checkout.path("samples/\(sample)")]) == 0)
        }
    }

    @Test func aListWithMistakesIsAMatterOfUsage() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Data(#"{"shots": [{"prompt": ""}]}"#.utf8), as: "bad.json")
        #expect(await tool.run(["plan", "--json", path]) == 2)
        #expect(await tool.run(["run", path]) == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bad.json"])
    }

    @Test func withoutAKeyNothingIsBought() async throws {
        let folder = try TemporaryFolder()
        let output = folder.file("out")
        let code = await tool.run(
            ["run", Checkout.path("samples/prompts.txt"), "--output", output])
        #expect(code == ExitCode.accountRefused.rawValue)
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func missingPresetsAreNoTrap() async {
        let lost = CommandLineTool(environment: ["DAILIES_PRESETS": "/nowhere"])
        #expect(await lost.run(["plan", Checkout.path("samples/prompts.txt")]) == 70)
    }
}
