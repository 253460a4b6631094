import DailiesAssembly
import DailiesCallbacks
import DailiesGeneration
import DailiesHTTP
import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList
import Foundation

/// The options of a session, real or rehearsed.
struct SessionOptions: OptionGroup {
    let output: OutputOption
    let list: ListOptions
    private let cap: Money?
    private let maximumTakes: Int?
    private let onlyShots: [String]
    private let submitEnd: SubmitEnd?
    private let maximumRuntime: Duration?
    let concurrency: ConcurrencyOption
    private let callbackURL: String?
    private let callbackListener: CallbackReceiver.Options?
    private let acceptsFlagged: Bool
    private let makesPartialFilm: Bool
    private let disclosure: DisclosureOptions
    private let reportAssets: DailiesReport.Assets
    /// Whether every question is answered with yes.
    let saysYes: Bool
    /// Whether the list is only planned.
    let isDryRun: Bool
    let writesJSON: Bool
    let isQuiet: Bool
    let isVerbose: Bool
    /// A shell command to run with the result.
    let hook: String?
    /// The options that a command which continues the session repeats, each with its value: those that
    /// say what is bought, what it may cost and what the film is like.
    let repeated: [[String]]

    /// The options of one session; those with addresses and commands may hold secrets, and aren't
    /// written into reports.
    private static let ofOneSession: Set<String> = [
        "output", "ledger", "max-takes", "only", SubmitEnd.option, "max-runtime", "concurrency",
        "callback-url", "callback-listen", "sign-command", "yes", "dry-run", "json", "quiet",
        "verbose", "on-finish",
    ]

    init(_ options: inout OptionReader) { self.init(&options, isForRehearsal: false) }

    init(_ options: inout OptionReader, isForRehearsal: Bool) {
        output = OutputOption(&options, isForRehearsal: isForRehearsal)
        list = ListOptions(&options)
        cap = options.option(
            "cap", .amount,
            "the most that the whole production may cost, at the worst prices (settings.json has "
                + "caps of sessions, nights and months)")
        maximumTakes = options.option(
            "max-takes", .number("N", in: SessionSettings.takesLimits),
            "the most takes to buy of one run while they fail (default \(Self.takes))")
        onlyShots =
            options.option(
                "only", .list("SHOT,…"), "buy only these shots; the others keep what they have")
            ?? []
        submitEnd = options.option(
            SubmitEnd.option, .submitEnd,
            "submit nothing from that time on, for twelve hours; what was submitted is finished")
        maximumRuntime = options.option(
            "max-runtime", .timeSpan,
            "stop after this time; what is under way stays at the provider for the next session")
        concurrency = ConcurrencyOption(&options)
        callbackURL = options.option(
            "callback-url", .text("URL"),
            "the public address that providers call when a run has ended")
        callbackListener = options.callbackListener()
        acceptsFlagged = options.flag(
            "accept-flagged", "use takes that only the provider's content filter objects to")
        makesPartialFilm = options.flag(
            "partial",
            "while takes are missing, join a film with slates for them: TITLE.partial.mp4")
        disclosure = DisclosureOptions(&options, marking: .always)
        reportAssets = options.reportAssets()
        saysYes = options.flag("yes", short: "y", "answer every question with yes")
        isDryRun = options.flag("dry-run", "only plan, as dailies plan does")
        writesJSON = options.json()
        isQuiet = options.flag("quiet", short: "q", "print nothing if all is well")
        isVerbose = options.flag("verbose", short: "v", "print every attempt, run id and cost")
        hook = options.option(
            "on-finish", .text("COMMAND"),
            "a shell command that gets the result as JSON on its standard input")
        repeated = options.given(except: Self.ofOneSession).flatMap(\.words)
    }

    /// The settings of a session that makes a plan.
    ///
    /// - Parameters:
    ///   - limits: how much each of the plan's providers accepts at once.
    ///   - access: how the providers are reached; a stand-in calls without encryption.
    ///   - user: the user's own settings.
    ///   - preset: what the list's presets say.
    /// - Throws: `UsageError` for a concurrency above the limit and callbacks that can't work.
    func settings(
        for plan: Plan, limits: ProviderLimits, access: [ProviderAccess], user: UserSettings,
        preset: PresetSession
    ) async throws(UsageError) -> SessionSettings {
        let isStandIn = access.allSatisfy(\.isStandIn)
        var settings = SessionSettings(
            folder: try await output.production(of: plan, list: list.path),
            pace: isStandIn ? .standIn : .provider)
        settings.film = AssemblySettings(plan.film, folder: Landing.folder(of: list.path))
        settings.list = list.path == "-" ? nil : URL(fileURLWithPath: list.path).path
        settings.concurrency = try concurrency.number(limits, preset)
        settings.repeatedOptions = repeated
        settings.createsPerMinute = limits.createsPerMinute
        settings.maximumTakes = maximumTakes ?? preset.maximumTakes ?? Self.takes
        settings.onlyShots = try only(of: plan)
        settings.submitDeadline = SubmitEnd.deadline(submitEnd, preset)
        // A command that a person types in the morning is meant to submit.
        if SubmitEnd.isNamed(submitEnd, preset) {
            settings.repeatedOptions.append(SubmitEnd.neverOption)
        }
        settings.caps = user.caps
        settings.caps.production = cap ?? user.caps.production
        settings.acceptsFlagged = acceptsFlagged
        settings.reportAssets = reportAssets
        settings.makesPartialFilm = makesPartialFilm || preset.makesPartialFilm == true
        settings.disclosure.isOn = disclosure.marking == .always
        settings.disclosure.includesPrompts = disclosure.includesPrompts
        settings.disclosure.signing = disclosure.signing
        settings.allowsLoopback = access.contains(where: \.allowsLoopback)
        settings.callbackURL = callbackURL
        settings.callbackListener = callbackListener
        if !isStandIn { try settleCallbacks(&settings) }
        return settings
    }

    /// When the session is stopped; `nil` for no limit.
    func maximumRuntime(_ preset: PresetSession) -> Duration? {
        maximumRuntime ?? preset.maximumRuntime.flatMap(TimeSpan.duration)
    }

    /// The default for `--max-takes`: a take that fails is bought once more.
    private static let takes = 2

    /// The shots of `--only`; `nil` for all.
    private func only(of plan: Plan) throws(UsageError) -> Set<String>? {
        guard !onlyShots.isEmpty else { return nil }
        let known = plan.shots.map(\.shot.id)
        for shot in onlyShots where !known.contains(shot) {
            throw UsageError("the list has no shot \(shot)\(proposal(for: shot, among: known))")
        }
        return Set(onlyShots)
    }

    /// Checks that a real provider can call, and polls it less often where it does.
    private func settleCallbacks(_ settings: inout SessionSettings) throws(UsageError) {
        if let url = callbackURL, !url.lowercased().hasPrefix("https://") {
            throw UsageError("--callback-url must begin with https://, and \"\(url)\" doesn't")
        }
        if callbackURL == nil, callbackListener != nil {
            throw UsageError(
                "--callback-listen needs --callback-url: the address at which providers reach "
                    + "this machine")
        }
        // A lost callback then costs a minute at most.
        if callbackURL != nil { settings.pace.poll.maximum = .seconds(60) }
    }
}

extension OptionValue<Money> {
    /// An amount of US dollars that isn't negative.
    fileprivate static var amount: OptionValue {
        OptionValue("USD", expected: "an amount in dollars such as 12.50") { text in
            Money(decimal: text).flatMap { $0 >= .zero ? $0 : nil }
        }
    }
}
