import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList

/// Plans a shot list without spending anything.
struct PlanCommand: Command {
    static let name = "plan"
    static let summary = "show every problem, the runs and the quote; spends nothing"
    static let discussion = """
        \(ListOptions.formats)
        Each problem is named with its place, FILE:LINE:COLUMN, and what is expected there; --json has
        them as problems. The time is estimated from what runs took in this production or usually take,
        with a good first take of each.
        Exit 0 the list has no problem, 2 it has some.
        """
    static let examples = [
        CommandExample(
            "plan tonight.json",
            "Shows what the list would buy, and every problem in it"),
        CommandExample(
            "plan tonight.json --provider fal --json",
            "Prints the plan for a program"),
    ]

    private let output: OutputOption
    private let list: ListOptions
    private let concurrency: ConcurrencyOption
    private let writesJSON: Bool

    init(_ options: inout OptionReader) {
        output = OutputOption(&options)
        list = ListOptions(&options)
        concurrency = ConcurrencyOption(&options)
        writesJSON = options.json()
    }

    /// The plan that a session with `--dry-run` prints.
    init(_ session: SessionOptions) {
        output = session.output
        list = session.list
        concurrency = session.concurrency
        writesJSON = session.writesJSON
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let preparation = try await list.prepare(environment: context.environment)
        guard let plan = preparation.plan else {
            if writesJSON {
                let json = Plan.json(
                    title: preparation.title, plan: nil, problems: preparation.problems,
                    file: list.path)
                context.console.output(json.line)
            } else {
                preparation.printProblems(context.console, path: list.path)
            }
            return .usage
        }
        let folder = try await output.production(of: plan, list: list.path)
        let forecast = try await PurchaseForecast(of: plan, in: folder)
        let neighbour =
            output.isGiven || output.isForRehearsal
            ? nil : await NeighbouringProduction.find(of: plan, beside: folder)
        let earlier = try await EarlierPurchases(of: plan, in: folder)
        let estimate = try await estimate(
            of: plan, preparation.session, buying: forecast.missing, in: folder, context)
        if writesJSON {
            let json = Plan.json(title: plan.title, plan: plan, problems: [])
            var members = json.members ?? [:]
            members["existing"] = .array(forecast.existing.map(JSONValue.string))
            members["underway"] = .array(forecast.underway.map(JSONValue.string))
            members["tonight"] = forecast.quote.json
            members["estimate"] = estimate.json
            members["boughtFrom"] = .object(
                earlier.names.mapValues { .array($0.map(JSONValue.string)) })
            members["boughtIn"] = .optional(neighbour?.folder.path)
            context.console.output(JSONValue.object(members).line)
        } else {
            var text = [planTable(plan)] + plan.shapeNotes.map(\.description)
            text += Self.lines(forecast)
            text += forecast.missing.isEmpty ? [] : [estimate.text(plan)]
            text += earlier.names.sorted { $0.key < $1.key }.map { provider, names in
                "bought already from \(provider): \(names.joined(separator: ", "))"
            }
            if let neighbour {
                text.append(
                    "bought already in \(neighbour.folder.path): "
                        + neighbour.names.joined(separator: ", "))
            }
            context.console.output(context.console.printable(text.joined(separator: "\n")))
        }
        return .success
    }

    private func estimate(
        of plan: Plan, _ preset: PresetSession, buying missing: [String],
        in folder: ProductionFolder, _ context: CommandContext
    ) async throws -> TimeEstimate {
        let presets = try PresetsFolder.find(environment: context.environment)
        let limits = try plan.providers.map { try presets.limits(of: $0) }
        return TimeEstimate(
            of: plan, buying: Set(missing),
            concurrency: try ProviderLimits.strictest(of: limits).map {
                try concurrency.number($0, preset)
            } ?? 1,
            measured: try await RunTimes.medians(in: folder))
    }

    /// What is there already, for people; empty for a new production.
    private static func lines(_ forecast: PurchaseForecast) -> [String] {
        guard !forecast.existing.isEmpty || !forecast.underway.isEmpty else { return [] }
        var lines: [String] = []
        if !forecast.existing.isEmpty {
            lines.append("there already: \(forecast.existing.joined(separator: ", "))")
        }
        if !forecast.underway.isEmpty {
            lines.append("under way: \(forecast.underway.joined(separator: ", "))")
        }
        lines.append(
            forecast.missing.isEmpty
                ? "nothing is left to buy"
                : "left to buy: \(forecast.missing.joined(separator: ", ")): "
                    + forecast.quote.bounds)
        return lines
    }
}

/// The runs in film order with their quotes, for people.
func planTable(_ plan: Plan) -> String {
    var rows: [(String, String)] = []
    let sources = Set(plan.runs.map(\.sourceText))
    let places = plan.runs.map(\.quote.expected).places
    let prices = plan.runs.map { $0.quote.text(places: places) }
    let priceWidth = prices.map(\.count).max() ?? 0
    for planned in plan.shots {
        for run in planned.runs {
            let seconds = String(run.request.seconds)
            let sound = planned.shot.generateAudio ? "sound " : "silent"
            let media = run.request.media.isEmpty ? "–" : "image"
            let shape = (planned.shot.aspectRatio ?? media).leftPadded(5)
            let resolution = run.request.resolution.map { "  \($0)" } ?? ""
            let continued = run.startsFrom.map { "continues \($0): " } ?? ""
            let source = sources.count > 1 ? "\(run.sourceText)  " : ""
            rows.append(
                (
                    "  \(run.name)",
                    "\(seconds.leftPadded(2)) s  \(shape)\(resolution)  \(sound)  "
                        + run.quote.text(places: places).leftPadded(priceWidth)
                        + "  \(source)\(continued)" + planned.shot.summary.fitted(60)
                ))
        }
    }
    let count = plan.runs.count
    let quote = plan.quote
    // No run has a price, or the plan has none.
    let date = plan.pricesDate.isEmpty ? "" : " (prices of \(plan.pricesDate))"
    let models = Set(plan.shots.map(\.shot.model.name)).sorted().joined(separator: ", ")
    let providers = plan.providers.joined(separator: ", ")
    return """
        \(plan.title): \(plan.shots.count.of("shot")), \(count.of("run")) of \(models) at \(providers)
        \(columns(rows))
        quote \(quote.bounds)\(date)
        """
}

extension PlannedRun {
    /// The model and the providers in order of preference: "veo-3.1 at fal, else runflow".
    fileprivate var sourceText: String {
        "\(model) at \(candidates.map(\.provider).joined(separator: ", else "))"
    }
}

extension TimeEstimate {
    fileprivate var json: JSONValue {
        [
            "seconds": seconds.map(JSONValue.integer) ?? .null,
            "concurrency": .integer(concurrency),
            "unknownModels": .array(unknownModels.map(JSONValue.string)),
        ]
    }

    /// The time for people, such as "takes about 8 min, with 4 runs at once of about 4 min each".
    fileprivate func text(_ plan: Plan) -> String {
        guard let seconds else {
            let names = unknownModels.map { plan.models[$0]?.name ?? $0 }
            return "how long it takes isn't known of \(names.joined(separator: ", "))"
        }
        let each = waits.values.sorted().map { Duration.seconds($0).roughText }
        let span =
            Set(each).count > 1 ? "\(each.first ?? "") to \(each.last ?? "")" : each.first ?? ""
        let whole = Duration.seconds(seconds).roughText
        let runs = concurrency.of("run")
        return "takes about \(whole), with up to \(runs) at once of about \(span) each"
    }
}

extension Quote {
    /// The expected cost of one run.
    fileprivate func text(places: Int) -> String {
        isComplete ? expected.text(places: places) : "no price"
    }

    /// "$0.84, at worst $1.26", and whether some runs have no price.
    var bounds: String {
        let places = [expected, worst].places
        return
            "\(expected.text(places: places)), at worst \(worst.text(places: places))\(isComplete ? "" : ", and runs without a price")"
    }
}
