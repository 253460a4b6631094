import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// A stand-in in its own process and a folder with a list, for one schedule.
struct MatrixStage {
    let folder: TemporaryFolder
    let standIn: StandInProcess
    /// The way to the stand-in that the sessions take.
    let connection: Forwarder
    let provider: String
    /// What the list costs at the worst prices, with one take that must be bought again and one
    /// edited shot.
    let cap: String

    /// Two runs of the first shot, which follow each other, one of the second, and one of the third,
    /// which starts with a picture.
    static let runs = 4
    static let frames = 193 + 193 + 73 + 73

    private static func list(isEdited: Bool) -> String {
        """
        {"title": "film", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 16, "aspect_ratio": "1:1",
             "continue_from": "parts"},
            {"id": "020", "prompt": "a \(isEdited ? "green" : "blue") sea", "duration": 3,
             "aspect_ratio": "1:1"},
            {"id": "030", "prompt": "a door opens", "duration": 3, "start_image_url": "kite.jpg"}
        ]}
        """
    }

    /// Replicate's prices aren't known; the cap needs one.
    private static let prices = """
        {"schema": "dailies.prices/3", "date": "2026-11-27", "prices": [
          {"provider": "replicate", "model": "kling-v3-standard", "source": "made up for this test",
           "rates": [{"per": "second", "expected": "0.1", "worst": "0.2"}]}]}
        """

    /// - Parameter wrongTake: after how many submits one take is too short and must be bought again.
    init(_ provider: String, wrongTake: Int) throws {
        self.provider = provider
        folder = try TemporaryFolder()
        try GradientPicture.write(width: 480, height: 480, to: folder.file("kite.jpg"))
        let fault =
            #"{"fault": "short", "seconds": 2, "times": 1, "after": \#(wrongTake)}"#
        try folder.write(
            Data(#"{"schema": "dailies.faults/1", "faults": [\#(fault)]}"#.utf8), as: "faults.json")
        standIn = try StandInProcess(["--latency", "0.2", "--faults", "faults.json"], in: folder)
        connection = try Forwarder(
            to: try #require(URL(string: standIn.baseURL)?.port.map(UInt16.init)))
        for isEdited in [false, true] {
            try folder.write(
                Data(Self.list(isEdited: isEdited).utf8), as: "list-\(isEdited).json")
        }
        try folder.write(Data(Self.prices.utf8), as: "prices.json")
        let plan = try DailiesProcess(
            [
                "plan", "list-false.json", "--json", "--provider", provider, "--prices",
                "prices.json",
            ], in: folder.path
        ).finish()
        let json = try JSONValue(parsing: Data(plan.output.utf8))
        let worst = try #require(json["runs"]?.elements).map { run in
            try #require(run["quote"]?["worst"]?.text.flatMap(Double.init))
        }
        cap = String(
            format: "%.6f", worst.reduce(0, +) + (worst.max() ?? 0) + (worst.min() ?? 0))
    }

    /// The addresses of the providers, through the connection that can be cut.
    private var environment: [String: String] {
        let port = URL(string: standIn.baseURL)?.port ?? 0
        return standIn.environment.mapValues {
            $0.replacing(":\(port)", with: ":\(connection.port)")
        }
    }

    func session(_ disturbance: Disturbance?) throws -> DailiesProcess {
        var words = [
            "rehearse", "list-\(disturbance?.isListEdited ?? false).json", "--provider", provider,
            "--output", "film", "--cap", cap, "--max-runtime", "3m", "--prices", "prices.json",
        ]
        if disturbance?.listens == true { words += ["--callback-listen", "0"] }
        return try DailiesProcess(
            words, in: folder.path, environment: environment,
            wrapper: disturbance?.end.wrapper ?? [])
    }

    /// Whether a session has got as far as a ledger with all its tables.
    func hasLedger() throws -> Bool {
        guard FileManager.default.fileExists(atPath: folder.file("film/ledger.sqlite")) else {
            return false
        }
        return try query("SELECT name FROM sqlite_master WHERE name = 'counted_runs'") != ""
    }

    /// What counts under the cap, in dollars.
    func counted() throws -> Double {
        let sum = try query("SELECT COALESCE(SUM(counted), 0) FROM counted_runs")
        return try #require(Double(sum)) / 1_000_000
    }

    /// The result of a query of SQLite's own program on the ledger.
    func query(_ sql: String) throws -> String {
        try SQLiteProgram.run(sql, folder.file("film/ledger.sqlite"))
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes the ledger look as if the machine's clock had jumped since the last session.
    func jumpClock(by seconds: Int) throws {
        guard try seconds != 0 && hasLedger() else { return }
        let past = -seconds * 1_000_000
        _ = try query(
            """
            UPDATE runs SET intended_at = intended_at + \(past), changed_at = changed_at + \(past);
            UPDATE money SET at = at + \(past);
            UPDATE takes SET landed_at = landed_at + \(past);
            UPDATE callbacks SET at = at + \(past);
            """)
    }

    func json(_ arguments: [String]) throws -> JSONValue {
        let result = try DailiesProcess(arguments, in: folder.path).finish()
        return try JSONValue(parsing: Data(result.output.utf8))
    }

    /// The film's bytes, without the time in its mark: that of its newest take moves with the clock.
    func film() throws -> Data {
        var film = try Data(contentsOf: URL(fileURLWithPath: folder.file("film/film.mp4")))
        let tag = try #require(film.range(of: Data("<xmp:CreateDate>".utf8)))
        let time = tag.upperBound..<tag.upperBound + "2026-01-01T00:00:00Z".utf8.count
        film.replaceSubrange(time, with: repeatElement(0, count: time.count))
        return film
    }
}
