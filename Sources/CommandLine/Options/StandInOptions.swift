import DailiesProduction
import DailiesStandIn
import Foundation

/// How a stand-in behaves, served by itself or inside a rehearsal.
struct StandInOptions: OptionGroup {
    private let latency: Double
    /// A file with the faults to inject.
    private let faults: String?
    /// What it offers beyond the models' pages.
    private let extraFeatures: Set<ExtraFeature>

    /// The variable with the secret that signs Runflow's callbacks.
    static let callbackSecretVariable = "RUNFLOW_CALLBACK_SECRET"

    init(_ options: inout OptionReader) {
        latency =
            options.option(
                "latency", .number("SECONDS", in: 0...86_400),
                "the shortest time that a run takes at the stand-in (default 1)") ?? 1
        faults = options.option(
            "faults", .file(), "faults to inject, as JSON; see dailies stand-in --help")
        let missing = options.repeated(
            "without", .extraFeatures,
            "what the stand-in doesn't offer beyond the models' pages: "
                + "\(ExtraFeature.names), or all")
        extraFeatures = missing.reduce(Set(ExtraFeature.allCases)) { $0.subtracting($1) }
    }

    /// The settings of the stand-in's server.
    func server(environment: [String: String]) throws -> StandInServer.Options {
        var server = StandInServer.Options(latency: .milliseconds(Int(latency * 1000)))
        server.runflowCallbackSecret = environment[Self.callbackSecretVariable]
        server.extraFeatures = extraFeatures
        server.modelFiles = try PresetsFolder.find(environment: environment).modelFiles()
        if let path = faults {
            do {
                server.faults = try FaultScript(parsing: try contents(of: path, for: "faults"))
            } catch let error as FaultSyntaxError {
                throw UsageError("\(path): \(error)")
            }
        }
        return server
    }
}

extension OptionValue<Set<ExtraFeature>> {
    /// Names with commas between them, or `all`.
    fileprivate static var extraFeatures: OptionValue {
        let words = ExtraFeature.allCases.map(\.rawValue) + ["all"]
        let word = OptionValue<[ExtraFeature]>.choice(
            of: ExtraFeature.allCases.map { ($0.rawValue, [$0]) } + [("all", ExtraFeature.allCases)]
        )
        return OptionValue("NAME,…", .words(words), expected: word.expected) {
            (text: String) throws(UsageError) -> Set<ExtraFeature>? in
            var names: Set<ExtraFeature> = []
            for part in text.split(separator: ",").map(String.init) {
                guard let named = try word.parse(part) else {
                    throw word.error(for: "without", part)
                }
                names.formUnion(named)
            }
            return names
        }
    }
}

/// The bytes of a file that an option names.
func contents(of path: String, for option: String) throws(UsageError) -> Data {
    guard let bytes = FileManager.default.contents(atPath: path) else {
        throw UsageError("--\(option): can't read \(path)")
    }
    return bytes
}

extension StandInServer {
    /// Starts a stand-in; where that fails the options are wrong.
    static func started(_ options: Options) throws(UsageError) -> StandInServer {
        do {
            return try start(options)
        } catch {
            throw UsageError("the stand-in can't start: \(error)")
        }
    }
}
