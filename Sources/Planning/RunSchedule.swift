/// Computes when runs finish.
///
/// They start in film order, at most `concurrency` at a provider; one that starts with another run's
/// last picture waits for it.
package struct RunSchedule: Hashable, Sendable {
    /// A run, as far as the schedule depends on it.
    package struct Step: Hashable, Sendable {
        package let name: String
        package let provider: String
        package let model: String
        /// The name of the run whose last picture this one starts with; `nil` if there is none.
        package let source: String?

        package init(_ name: String, model: String, provider: String, startsFrom source: String?) {
            self.name = name
            self.model = model
            self.provider = provider
            self.source = source
        }
    }

    /// How many runs are under way at once at each provider; at least one.
    package let concurrency: Int
    /// The runs, in film order.
    private let steps: [Step]

    package init(_ steps: [Step], concurrency: Int) {
        self.steps = steps
        self.concurrency = max(1, concurrency)
    }

    package init(of plan: Plan, concurrency: Int) {
        self.init(
            plan.runs.map {
                Step($0.name, model: $0.model, provider: $0.provider, startsFrom: $0.startsFrom)
            }, concurrency: concurrency)
    }

    /// The models of the runs, by the runs' names.
    package var models: [String: String] {
        Dictionary(steps.map { ($0.name, $0.model) }) { first, _ in first }
    }

    /// How long it takes until the last run is finished.
    ///
    /// - Parameters:
    ///   - lengths: how long each run that isn't finished is at work from now on, by its name.
    ///   - underWay: the names of those that are at work already.
    package func time(
        of lengths: [String: Duration], underWay: Set<String> = []
    ) -> Duration {
        let left = steps.filter { lengths[$0.name] != nil }
        let names = Set(left.map(\.name))
        var queues: [String: Queue] = [:]
        // The runs that wait for a source, by its name.
        var waiting: [String: [Int]] = [:]
        var ends: [(time: Duration, index: Int)] = []
        var now = Duration.zero

        func start(_ index: Int) {
            let step = left[index]
            queues[step.provider, default: Queue()].atWork += 1
            ends.append((now + max(.zero, lengths[step.name] ?? .zero), index))
        }
        for (index, step) in left.enumerated() {
            if underWay.contains(step.name) {
                start(index)
            } else if let source = step.source, names.contains(source) {
                waiting[source, default: []].append(index)
            } else {
                queues[step.provider, default: Queue()].insert(index)
            }
        }
        while true {
            for provider in queues.keys {
                while queues[provider].map({ $0.atWork < concurrency }) == true,
                    let index = queues[provider]?.popFirst()
                {
                    start(index)
                }
            }
            guard let next = ends.map(\.time).min() else { break }
            now = next
            // All runs that end now make their places free before others start.
            let ended = ends.filter { $0.time == next }.map { left[$0.index] }
            ends.removeAll { $0.time == next }
            for step in ended {
                queues[step.provider]?.atWork -= 1
                for follower in waiting.removeValue(forKey: step.name) ?? [] {
                    queues[left[follower].provider, default: Queue()].insert(follower)
                }
            }
        }
        return now
    }

    /// The runs of a provider that could be at work now.
    private struct Queue {
        var atWork = 0
        /// Indices of runs that wait for a place, in film order; those before `first` have left.
        private var waiting: [Int] = []
        private var first = 0

        mutating func insert(_ index: Int) {
            // Most runs come in film order.
            var place = waiting.count
            while place > first, waiting[place - 1] > index { place -= 1 }
            waiting.insert(index, at: place)
        }

        mutating func popFirst() -> Int? {
            guard first < waiting.count else { return nil }
            first += 1
            return waiting[first - 1]
        }
    }
}
