import DailiesDigest
import DailiesJSON
package import DailiesShotList

/// Turns a shot list into the runs that must be bought.
package struct Planner: Sendable {
    private let provider: String
    private let prices: PriceBook

    package init(provider: String, prices: PriceBook) {
        self.provider = provider
        self.prices = prices
    }

    /// Plans every shot, or says everything that stands in the way.
    package func plan(_ list: ShotList) -> (plan: Plan?, problems: [ListProblem]) {
        guard let endpoint = list.model.textToVideo[provider] else {
            let hosts = list.model.textToVideo.keys.sorted().joined(separator: ", ")
            let problem = ListProblem(
                field: "provider",
                "\(provider) doesn't host \(list.model.name); there are: \(hosts)")
            return (nil, [problem])
        }
        var problems: [ListProblem] = []
        var shots: [Plan.PlannedShot] = []
        for shot in list.shots {
            guard let lengths = PartLengths.split(shot.duration, into: list.model.durations) else {
                problems.append(
                    ListProblem(
                        shot: shot.id, field: "duration",
                        "\(shot.duration) s can't be cut into parts that \(list.model.name) makes"))
                continue
            }
            var runs: [PlannedRun] = []
            for (index, seconds) in lengths.enumerated() {
                let quote = prices.quote(
                    provider: provider, model: list.model.id, seconds: seconds,
                    audio: shot.generateAudio)
                guard let quote else {
                    problems.append(
                        ListProblem(
                            shot: shot.id,
                            "the price book of \(prices.date) has no price for \(list.model.name) at "
                                + "\(provider); add one to presets/prices"))
                    break
                }
                let request = RequestInput.make(shot: shot, seconds: seconds)
                runs.append(
                    PlannedRun(
                        shot: shot.id,
                        part: lengths.count > 1 ? Self.partName(index) : nil,
                        provider: provider,
                        model: list.model.id,
                        endpoint: endpoint,
                        request: request,
                        digest: digest(endpoint: endpoint, request: request),
                        quote: quote))
            }
            shots.append(Plan.PlannedShot(shot: shot, runs: runs))
        }
        guard problems.isEmpty else { return (nil, problems) }
        let plan = Plan(
            title: list.title, model: list.model, provider: provider, shots: shots,
            pricesDate: prices.date)
        return (plan, [])
    }

    private func digest(endpoint: String, request: JSONValue) -> String {
        let bought: JSONValue = [
            "provider": .string(provider), "endpoint": .string(endpoint), "request": request,
        ]
        return SHA256Digest(of: bought.canonicalBytes).hex
    }

    private static func partName(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8(clamping: min(index, 25))))
    }
}
