import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting

/// Asks the person at the terminal before a session buys shots a second time, or for more than the
/// amount in the settings.
struct PurchaseConfirmation {
    let plan: Plan
    let settings: SessionSettings
    /// The worst-case amount above which the person is asked; `nil` to never ask for an amount.
    let askAbove: Money?
    /// Whether the user named the production's folder.
    let isFolderGiven: Bool
    /// Whether the list was read from the standard input, which then holds no answer.
    let isListOnInput: Bool
    /// Whether every question is answered with yes.
    let saysYes: Bool
    let console: Console

    /// - Throws: `UsageError` if the answer is no, or if a question needs one and nobody can answer.
    func obtain() async throws {
        guard !saysYes else { return }
        try await confirmNewBudget()
        try await confirmOtherFolder()
        try await confirmOtherProvider()
        try await confirmAmount()
    }

    /// Asks before a cap of the night or the month counts nothing of what was bought before, because the
    /// file with all purchases is gone.
    private func confirmNewBudget() async throws {
        guard settings.caps.spanProductions, let budget = settings.budget,
            try await settings.folder.misses(budget: budget)
        else { return }
        let fact =
            "\(budget) is gone: it counted what all productions bought under the caps of the night and "
            + "the month"
        try obtain(
            "\(fact). Begin a new one?",
            unattended:
                "\(fact). Put it back, or begin a new one with --yes: other productions then "
                + "count again once they are run")
    }

    /// Asks before shots are bought a second time because the list's title changed.
    private func confirmOtherFolder() async throws {
        guard !isFolderGiven,
            let other = await NeighbouringProduction.find(
                of: plan, only: settings.onlyShots, beside: settings.folder),
            other.isSameList
        else { return }
        let fact =
            "\(other.folder.path) has bought \(other.names.joined(separator: ", ")) of this list "
            + "already"
        try obtain(
            "\(fact). Buy again, into \(settings.folder.path)?",
            unattended:
                "\(fact): to go on there add \(shellLine("--output", [other.folder.path])), or to buy again, "
                + "into \(settings.folder.path), add --yes")
    }

    /// Asks before shots are bought a second time because the provider changed.
    private func confirmOtherProvider() async throws {
        let earlier = try await EarlierPurchases(of: plan, in: settings.folder)
        guard !earlier.names.isEmpty else { return }
        let bought = earlier.names.sorted { $0.key < $1.key }.map { provider, names in
            "\(names.joined(separator: ", ")) from \(provider)"
        }
        let provider = plan.providers.joined(separator: ", ")
        let fact = "this production has bought \(bought.joined(separator: "; "))"
        try obtain(
            "\(fact). Buy again from \(provider)?",
            unattended: "\(fact): to buy again from \(provider) add --yes, or go on with "
                + "--provider \(earlier.names.keys.sorted().first ?? "")")
    }

    /// Asks before a session that may cost more than the user's amount; where nobody can answer, the
    /// caps decide alone.
    private func confirmAmount() async throws {
        guard let askAbove else { return }
        let forecast = try await PurchaseForecast(of: plan, in: settings.folder)
        let missing = Set(forecast.missing)
        let runs = plan.runs.filter {
            missing.contains($0.name) && settings.onlyShots?.contains($0.shot) != false
        }
        let quote = runs.map(\.quoteOfCandidates).sum
        let most = quote.worst * settings.maximumTakes
        guard most > askAbove || !quote.isComplete else { return }
        let unpriced = quote.isComplete ? "" : ", and some have no price"
        let question =
            "\(runs.count.of("run is", "runs are")) left to buy, for up to \(most) if each needs "
            + "\(settings.maximumTakes.of("take"))\(unpriced). Buy \(runs.count == 1 ? "it" : "them")?"
        if confirms(question) == false { throw UsageError("nothing was bought") }
    }

    /// Asks a question; `nil` without asking if the process can't read an answer: there is no terminal, or
    /// it runs in the background.
    private func confirms(_ question: String) -> Bool? {
        console.confirms(question, at: isListOnInput ? .terminal : .input)
    }

    /// Asks a question.
    ///
    /// - Parameter unattended: the error where nobody can answer.
    /// - Throws: `UsageError` unless the answer is yes.
    private func obtain(_ question: String, unattended: String) throws(UsageError) {
        guard let answer = confirms(question) else { throw UsageError(unattended) }
        if !answer { throw UsageError("nothing was bought") }
    }
}
