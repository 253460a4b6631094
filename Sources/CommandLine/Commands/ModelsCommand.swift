import DailiesGeneration
import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesShotList
import Foundation

/// Lists models, checks profiles, drafts one.
struct ModelsCommand: Command {
    static let name = "models"
    static let summary = "list the models, check a model's file, or draft one"
    static let discussion = """
        Without an operand: every model, who hosts it, what it takes, what it costs; with ids, only
        these.
        check FILE… names every problem of model files, with its place and key.
        draft --openapi FILE writes a model's file from the OpenAPI document of an endpoint: of one or,
        with several --openapi, of all endpoints of the model. What the documents don't say stays open
        and is named on standard error.
        Your own files belong to dailies/models and dailies/prices in $XDG_CONFIG_HOME (or
        ~/.config); a list can also name a model's file: "model": "my-model.json".
        Exit 0 no problem, 1 a file has problems, 2 usage.
        """
    static let examples = [
        CommandExample(
            "models kling-v3-pro",
            "Describes a model"),
        CommandExample(
            "models check my-model.json",
            "Names every problem of a model's file"),
        CommandExample(
            "models draft --openapi endpoint.json > my-model.json",
            "Drafts a model's file from an OpenAPI document"),
    ]

    private let action: Action
    private let documents: [String]
    private let provider: String
    private let writesJSON: Bool

    init(_ options: inout OptionReader) {
        documents = options.repeated(
            "openapi", .file(), "draft: an endpoint's OpenAPI document, as JSON")
        provider =
            options.option(
                "provider", .text("NAME", .choice(ProviderRegistry.names)),
                "draft: who hosts the model (default fal)") ?? "fal"
        writesJSON = options.json()
        let operands = options.operands("[check FILE… | draft | MODEL…]", .file)
        let rest = Array(operands.dropFirst())
        switch operands.first {
        case "check":
            options.require(!rest.isEmpty, "name the files to check")
            action = .check(files: rest)
        case "draft":
            options.require(!documents.isEmpty, "name an OpenAPI document with --openapi FILE")
            options.require(rest.isEmpty, "name the documents with --openapi")
            action = .draft
        default: action = .list(ids: operands)
        }
    }

    private enum Action: Sendable {
        /// Lists these models; all if there are none.
        case list(ids: [String])
        case check(files: [String])
        case draft
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        switch action {
        case .check(let files):
            PresetFileCheck(files: files, writesJSON: writesJSON, console: context.console)
                .run { file throws(InvalidPreset) in try PresetsFolder.model(in: file).name }
        case .draft: try draft(context.console)
        case .list(let ids): try list(ids, context)
        }
    }

    private func list(_ ids: [String], _ context: CommandContext) throws -> ExitCode {
        let presets = try PresetsFolder.find(environment: context.environment)
        let book = try presets.book()
        let prices = try presets.prices()
        let known = Set(book.models.keys).union(book.invalidModels.keys)
        for id in ids where !known.contains(id) {
            throw UsageError("there is no model \(id)\(proposal(for: id, among: known.sorted()))")
        }
        for model in book.models.values.sorted(by: { $0.id < $1.id })
        where ids.isEmpty || ids.contains(model.id) {
            let entry = ModelEntry(model: model, prices: prices)
            context.console.output(
                writesJSON ? entry.json.line : context.console.printable(entry.text))
        }
        let problems = book.invalidModels.sorted { $0.key < $1.key }
            .filter { ids.isEmpty || ids.contains($0.key) }.flatMap(\.value)
        for problem in problems + prices.allProblems { context.console.message("\(problem)") }
        return problems.isEmpty ? .success : .failed
    }

    private func draft(_ console: Console) throws -> ExitCode {
        var inputs: [(document: String, input: OpenAPIInput)] = []
        for path in documents {
            let bytes = try contents(of: path, for: "openapi")
            guard let json = try? JSONValue(parsing: bytes) else {
                throw UsageError("\(path) isn't JSON")
            }
            guard let input = OpenAPIInput(json) else {
                throw UsageError("\(path) describes no request with a JSON body")
            }
            inputs.append(((path as NSString).lastPathComponent, input))
        }
        let draft = ModelDraft(inputs, provider: provider)
        console.output(draft.profile.indented(order: ModelProfile.keyOrder))
        for note in draft.notes { console.message(note) }
        return .success
    }
}
