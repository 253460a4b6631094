import DailiesTestSupport
import Foundation
import Testing

/// A session asks at a terminal before it buys for more than the user's amount.
///
/// The provider's address leads to a server that refuses everything, so that nothing is ever bought.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
struct PurchaseConfirmationTests {
    private let folder: TemporaryFolder
    private let server: LoopbackServer

    init() throws {
        folder = try TemporaryFolder()
        server = try LoopbackServer { _ in .json(#"{"code": "C", "message": "no"}"#, status: 400) }
        try folder.write(
            Data(
                #"{"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010", "prompt": "a kite", "duration": 3}, {"id": "020", "prompt": "a sea", "duration": 3}]}"#
                    .utf8), as: "film.json")
    }

    /// - Parameters:
    ///   - amount: `ask_above` of the user's settings.
    ///   - answer: what the user types.
    ///   - isPiped: whether the list comes from a pipe.
    private func run(
        askAbove amount: String, answer: String, isPiped: Bool = false, _ options: [String] = []
    ) throws -> DailiesProcess.Result {
        let settings = folder.file(".config/dailies")
        try FileManager.default.createDirectory(
            atPath: settings, withIntermediateDirectories: true)
        try Data(#"{"schema": "dailies.settings/1", "ask_above": "\#(amount)"}"#.utf8)
            .write(to: URL(fileURLWithPath: settings + "/settings.json"))
        // `script`, of Debian's bsdutils, gives a shell command a terminal; its own input is what is
        // typed.
        let words =
            ["run", isPiped ? "-" : "film.json", "--provider", "runflow", "--allow-loopback"]
            + options
        return try DailiesProcess(
            words, in: folder.path,
            environment: ["RUNFLOW_BASE_URL": server.baseURL, "RUNFLOW_API_KEY": "k"],
            input: answer,
            wrapper: [
                "/bin/bash", "-c",
                #"exec /usr/bin/script -qec "\#(isPiped ? "cat film.json | " : "")$(printf '%q ' "$@")" /dev/null"#,
                "-",
            ]
        ).finish()
    }

    private var purchases: Int { server.requests.count { $0.method == "POST" } }

    /// Two runs at $0.504, each up to twice: $2.016 at worst.
    @Test func aNoBuysNothing() throws {
        let result = try run(askAbove: "2.015", answer: "n\n")
        #expect(
            result.output.contains(
                "2 runs are left to buy, for up to $2.016 if each needs 2 takes. Buy them? [y/N]"),
            "\(result.output)")
        #expect(result.status == 2)
        #expect(purchases == 0)
    }

    /// The standard input is the list then, and the answer is typed at the terminal.
    @Test func aListFromAPipeIsAskedAbout() throws {
        let result = try run(askAbove: "2.015", answer: "n\n", isPiped: true)
        #expect(result.output.contains("Buy them? [y/N]"), "\(result.output)")
        #expect(result.status == 2)
        #expect(purchases == 0)
    }

    @Test(arguments: [false, true]) func aYesBuys(isPiped: Bool) throws {
        let result = try run(askAbove: "2.015", answer: "y\n", isPiped: isPiped)
        #expect(result.output.contains("Buy them?"))
        #expect(purchases > 0)
    }

    /// At the amount, with `--yes`, and for the shots that are left out, nobody is asked.
    @Test(
        arguments: [
            ("2.016", []), ("0.01", ["--yes"]), ("1.008", ["--only", "010"]),
        ] as [(String, [String])])
    func nobodyIsAskedWithoutNeed(_ amount: String, _ options: [String]) throws {
        let result = try run(askAbove: amount, answer: "n\n", options)
        #expect(!result.output.contains("Buy them?"), "\(result.output)")
        #expect(purchases > 0)
    }
}
