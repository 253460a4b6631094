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

/// A folder and a running stand-in, with which tests plan lists and run whole sessions.
struct RehearsalStage {
    let folder: TemporaryFolder
    let standIn: StandInServer
    let client = HTTPClient()

    /// The provider that the stand-in plays.
    let host: any Provider.Type

    /// - Parameters:
    ///   - faults: the rules of a fault script, as JSON.
    ///   - extraFeatures: what the stand-in offers that the model's page doesn't name.
    init(
        _ host: any Provider.Type = RunflowProvider.self, faults: String = "",
        extraFeatures: Set<ExtraFeature> = [],
        _ change: (inout StandInServer.Options) -> Void = { _ in }
    ) throws {
        self.host = host
        folder = try TemporaryFolder()
        var options = StandInServer.Options(latency: .milliseconds(50))
        options.extraFeatures = extraFeatures
        options.runflowCallbackSecret = Self.callbackSecret
        let script = "{\"schema\": \"\(FaultScript.schema)\", \"faults\": [\(faults)]}"
        options.faults = try FaultScript(parsing: Data(script.utf8))
        options.modelFiles = try PresetsFolder(path: Checkout.path("presets")).modelFiles()
        change(&options)
        standIn = try StandInServer.start(options)
    }

    /// The features that finding a lost submit needs: a list, and our own reference in it.
    static let findsLostSubmits: Set<ExtraFeature> = [.lists, .fields]

    static let callbackSecret = "whsec_rehearsed"

    var provider: any Provider {
        host.init(
            ProviderAccess(
                host.identity, standIn: standIn.baseURL,
                environment: ["RUNFLOW_CALLBACK_SECRET": Self.callbackSecret], client: client))
    }

    /// Another provider at the stage's stand-in, or at another server.
    func provider<Other: Provider>(_ type: Other.Type, at address: String? = nil) -> Other {
        Other(ProviderAccess(Other.identity, standIn: address ?? standIn.baseURL, client: client))
    }

    /// Runflow at another server.
    ///
    /// - Parameter address: the server's address; by default the stand-in's.
    func runflow(at address: String? = nil) -> RunflowProvider {
        RunflowProvider(
            ProviderAccess(
                RunflowProvider.identity, standIn: address ?? standIn.baseURL, client: client))
    }

    /// Submits a run as a session does, without a ledger.
    ///
    /// - Parameters:
    ///   - plan: says what the host's input is like; without it, it is the canonical request.
    ///   - provider: by default the stage's.
    func submit(
        _ run: PlannedRun, of plan: Plan? = nil, reference: String,
        to provider: (any Provider)? = nil
    ) async throws -> RunReport {
        let input = try plan.map { WireInput(try $0.endpoint(of: run)).input(run.request) }
        return try await (provider ?? self.provider).submit(
            GenerationRequest(
                endpoint: run.endpoint, input: input ?? run.request.json,
                clientReference: reference, metadata: [:]))
    }

    var production: ProductionFolder { ProductionFolder(path: folder.file("film")) }

    /// Plans a list that names its own providers.
    func planAsWritten(_ list: String) throws -> Plan {
        let preparation = try Preparation(
            list: Data(list.utf8), path: folder.file("film.json"),
            flags: ShotListReader.Flags(),
            presets: PresetsFolder(path: Checkout.path("presets")), allowsUnpriced: true)
        return try #require(preparation.plan, "\(preparation.problems)")
    }

    func plan(_ list: String, provider: String? = nil) throws -> Plan {
        let preparation = try prepare(list, provider: provider)
        return try #require(preparation.plan, "\(preparation.problems)")
    }

    /// Reads and plans a list as the command does, for the stage's provider.
    func prepare(_ list: String, provider: String? = nil) throws -> Preparation {
        try Preparation(
            list: Data(list.utf8), path: folder.file("film.json"),
            flags: ShotListReader.Flags(providers: [provider ?? host.identity.name]),
            // Replicate's prices aren't known.
            presets: PresetsFolder(path: Checkout.path("presets")),
            allowsUnpriced: host.identity.name == "replicate")
    }

    func run(
        _ plan: Plan,
        provider: (any Provider)? = nil,
        otherProviders: [any Provider] = [],
        isStandIn: Bool = true,
        otherProvider: (any Provider)? = nil,
        _ change: (inout SessionSettings) -> Void = { _ in },
        emit: @escaping @Sendable (SessionEvent) -> Void = { _ in }
    ) async throws -> SessionResult {
        var settings = SessionSettings(folder: production, pace: .standIn)
        settings.pace.absenceGrace = .zero
        settings.pace.resubmit.base = .milliseconds(1)
        // Long enough for a loaded machine; a test of a deadline sets its own.
        settings.pace.resubmit.deadline = .seconds(120)
        settings.pace.capacityTimeout = .seconds(120)
        settings.pace.stallTimeout = .seconds(120)
        change(&settings)
        return try await Session(
            plan: plan, settings: settings, provider: provider ?? self.provider,
            otherProviders: otherProviders, client: client, isStandIn: isStandIn,
            earlierProvider: { _ in otherProvider }, emit: emit
        ).run()
    }

    /// Starts a session, and returns when it submits.
    func begin(_ plan: Plan) async -> Task<SessionResult, any Error> {
        let (events, continuation) = AsyncStream<SessionEvent>.makeStream()
        let session = Task {
            defer { continuation.finish() }
            return try await run(plan, emit: { continuation.yield($0) })
        }
        for await event in events {
            if case .run(_, .submitting) = event { break }
        }
        return session
    }

    /// How many runs the stand-in has accepted.
    func submissions() async throws -> Int { try await count("submissions") }

    /// One of the stand-in's counts.
    func count(_ name: String) async throws -> Int {
        let response = try await client.send(
            HTTPRequest(.get, standIn.baseURL + "/_stand-in/stats"))
        return try #require(JSONValue(parsing: response.body)[name]?.integer)
    }

    /// Puts a picture beside the list and returns its name.
    func picture(_ name: String = "kite.jpg", width: Int = 480, height: Int = 320) throws -> String
    {
        try GradientPicture.write(width: width, height: height, to: folder.file(name))
        return name
    }

    var names: [String] {
        let all = FileManager.default.enumerator(atPath: production.path)?
            .compactMap { $0 as? String }
        return (all ?? []).sorted()
    }

    /// The cheapest list: three seconds of the smaller model.
    static let oneShot = """
        {"title": "film", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"}]}
        """

    static let twoShots = """
        {"title": "film", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"},
            {"id": "020", "prompt": "a blue sea", "duration": 3, "aspect_ratio": "1:1",
             "generate_audio": false}
        ]}
        """
}
