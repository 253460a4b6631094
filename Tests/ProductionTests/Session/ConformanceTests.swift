import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList
import DailiesStandIn
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// What every provider must do, from the list to the film, for text and for pictures, against a
/// stand-in that accepts only what the model's page documents.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ConformanceTests {
    static let hosts = ProviderRegistry.names

    @Test(arguments: hosts, ListKind.allCases)
    func aListBecomesAFilm(_ name: String, _ kind: ListKind) async throws {
        let stage = try RehearsalStage(host(name), extraFeatures: Self.needed(name, kind))
        let plan = try stage.plan(kind.list(stage))
        let result = try await stage.run(plan)
        #expect(result.outcomes.compactMap(\.problem) == [])
        #expect(result.report.film?.frames == 73)
        let measured = try MediaFile(path: stage.production.film("film")).measure()
        let video = try #require(measured.video)
        let shape = Double(video.displayWidth) / Double(video.displayHeight)
        #expect(abs(shape - kind.shape) < 0.02)
        #expect(measured.audio != nil)
        #expect(try await stage.submissions() == 1)
        // A second session with the same list buys nothing.
        let again = try await stage.run(plan)
        #expect(again.report.film == result.report.film)
        #expect(try await stage.submissions() == 1)
        // The ledger keeps no signed address after the download.
        let ledger = try Ledger(path: stage.production.ledger)
        let run = try #require(try await ledger.runs().first)
        #expect(run.addresses[RemoteRun.resultURLKey] == nil)
        #expect(run.state == .succeeded)
    }

    /// Every field that a request may have, against a server that checks them all.
    @Test(arguments: hosts)
    func theFullestRequestIsAccepted(_ name: String) async throws {
        let stage = try RehearsalStage(host(name), extraFeatures: Self.needed(name, .picture))
        let picture = try stage.picture()
        if let list = try fullestAtKling(name, picture) {
            let result = try await stage.run(try stage.plan(list))
            #expect(result.outcomes.compactMap(\.problem) == [])
            return
        }
        // Replicate's page of the model lists neither elements nor voices.
        let takesElements = name != "replicate"
        let takesVoiceIDs = ["eachlabs", "runflow-sync"].contains(name)
        let voices = takesVoiceIDs ? #""voice_ids": ["v1"], "# : ""
        let elementVoice = takesVoiceIDs ? "" : #", "voice_id": "v1""#
        let elements = """
            , "cfg_scale": 0.5, "shot_type": "customize",
             "elements": [{"frontal_image_url": "\(picture)",
               "reference_image_urls": ["\(picture)"]\(elementVoice)}]
            """
        let words = takesVoiceIDs ? "<<<voice_1>>> calls" : "Somebody calls"
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010",
             "prompt": "\(words)\(takesElements ? " @Element1" : "")",
             "duration": 3, "start_image_url": "\(picture)", "end_image_url": "\(picture)",
             \(voices)"negative_prompt": "blur",
             "metadata": {"reel": "A"}\(takesElements ? elements : "")}]}
            """
        let result = try await stage.run(try stage.plan(list))
        #expect(result.outcomes.compactMap(\.problem) == [])
    }

    /// Kling itself has neither elements from pictures nor voices, and each of its protocols lacks
    /// some other fields.
    private func fullestAtKling(_ name: String, _ picture: String) throws -> String? {
        let fields: String
        switch name {
        case "kling": fields = #""shot_type": "customize""#
        case "kling-v1": fields = #""negative_prompt": "blur", "cfg_scale": 0.5"#
        default: return nil
        }
        return """
            {"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010",
             "prompt": "Somebody calls", "duration": 3, "start_image_url": "\(picture)",
             "end_image_url": "\(picture)", \(fields), "metadata": {"reel": "A"}}]}
            """
    }

    @Test(arguments: hosts)
    func severalPromptsInARowAreOneRun(_ name: String) async throws {
        let stage = try RehearsalStage(host(name), extraFeatures: Self.needed(name, .picture))
        let picture = try stage.picture()
        // Kling's older protocol excludes pictures from runs of several prompts.
        let start = name == "kling-v1" ? "" : ", \"start_image_url\": \"\(picture)\""
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010",
             "multi_prompt": [{"prompt": "A", "duration": 1}, {"prompt": "B", "duration": 2}]
             \(start)}]}
            """
        let result = try await stage.run(try stage.plan(list))
        #expect(result.outcomes.compactMap(\.problem) == [])
        #expect(result.report.film?.frames == 73)
    }

    @Test(arguments: ["runflow", "fal", "eachlabs", "replicate"])
    func aRunIsCancelledInTheProvidersWay(_ name: String) async throws {
        let stage = try RehearsalStage(
            host(name), faults: #"{"fault": "endless"}"#, extraFeatures: [.cancellation, .fields])
        let plan = try stage.plan(RehearsalStage.oneShot)
        let provider = stage.provider
        let report = try await stage.submit(
            plan.runs[0], of: plan, reference: "dailies-1", to: provider)
        let answer = try await provider.cancel(report.run)
        // At Runflow only administrators can cancel.
        #expect(answer == (name == "runflow" ? .unsupported : .requested))
        #expect(try await stage.count("cancels") == (name == "runflow" ? 0 : 1))
    }

    @Test func everyNameIsInTheRegistryAndThePresets() throws {
        let presets = PresetsFolder(path: Checkout.path("presets"))
        for name in Self.hosts {
            #expect(try presets.limits(of: name).provider == name)
            let model = try presets.book().models[PresetBook.defaultModel]
            #expect(model?.hosts[name] != nil)
        }
        #expect(ProviderRegistry.named("nobody") == nil)
    }

    /// What a provider must offer beyond its page for a film: eachlabs takes pictures as public
    /// addresses only, so that a file needs its upload endpoint.
    private static func needed(_ name: String, _ kind: ListKind) -> Set<ExtraFeature> {
        name == "eachlabs" && kind == .picture ? [.uploads] : []
    }

    private func host(_ name: String) throws -> any Provider.Type {
        try #require(ProviderRegistry.named(name))
    }
}

/// What a shot starts from.
enum ListKind: CaseIterable, Sendable {
    case words, picture, address

    /// The expected width divided by height; the stand-in downloads no addresses.
    var shape: Double {
        switch self {
        case .words: 1
        case .picture: 1.5
        case .address: 16 / 9
        }
    }

    func list(_ stage: RehearsalStage) throws -> String {
        switch self {
        case .words: return RehearsalStage.oneShot
        case .address:
            return """
                {"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010",
                 "prompt": "a red kite", "duration": 3,
                 "start_image_url": "https://pictures.example/kite.png"}]}
                """
        case .picture:
            return """
                {"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010",
                 "prompt": "a red kite", "duration": 3, "start_image_url": "\(try stage.picture())"}]}
                """
        }
    }
}
