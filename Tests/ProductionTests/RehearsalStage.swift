import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// A folder, a stand-in and a list: everything a session needs, real all the way.
struct RehearsalStage {
    let folder: TemporaryFolder
    let standIn: StandInServer
    let client = HTTPClient()

    init() throws {
        folder = try TemporaryFolder()
        standIn = try StandInServer.start(.init(latency: .milliseconds(50)))
    }

    var provider: RunflowProvider {
        RunflowProvider(
            ProviderAccess(RunflowProvider.identity, standIn: standIn.baseURL, client: client))
    }

    var production: ProductionFolder { ProductionFolder(path: folder.file("film")) }

    func plan(_ list: String) throws -> Plan {
        let presets = PresetsFolder(path: Checkout.path("presets"))
        let reading = ShotListReader(book: try presets.book())
            .read(Data(list.utf8), fileName: "film.json")
        let shots = try #require(reading.list, "\(reading.problems)")
        let files = ListedFiles(folder: folder.path).read(shots)
        #expect(files.problems == [])
        let planned = Planner(prices: try presets.prices()).plan(shots, files: files.files)
        return try #require(planned.plan)
    }

    func run(
        _ plan: Plan,
        provider: (any Provider)? = nil,
        isStandIn: Bool = true,
        _ change: (inout SessionSettings) -> Void = { _ in },
        emit: @escaping @Sendable (SessionEvent) -> Void = { _ in }
    ) async throws -> SessionResult {
        var settings = SessionSettings(folder: production, pace: .standIn)
        settings.pace.absenceGrace = .zero
        settings.pace.resubmit.base = .milliseconds(1)
        settings.pace.resubmit.deadline = .milliseconds(50)
        change(&settings)
        return try await Session(
            plan: plan, settings: settings, provider: provider ?? self.provider, client: client,
            isStandIn: isStandIn, emit: emit
        ).run()
    }

    /// How many runs the stand-in has accepted.
    func submissions() async throws -> Int {
        let response = try await client.send(
            HTTPRequest(.get, standIn.baseURL + "/_stand-in/stats"))
        return try #require(JSONValue(parsing: response.body)["submissions"]?.integer)
    }

    var names: [String] {
        let all = FileManager.default.enumerator(atPath: production.path)?
            .compactMap { $0 as? String }
        return (all ?? []).sorted()
    }

    static let twoShots = """
        {"title": "film", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"},
            {"id": "020", "prompt": "a blue sea", "duration": 3, "aspect_ratio": "1:1",
             "generate_audio": false}
        ]}
        """
}
