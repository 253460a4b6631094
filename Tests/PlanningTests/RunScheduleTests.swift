import DailiesPlanning
import Testing

/// When runs are at work, held against a second, naive way to schedule them.
struct RunScheduleTests {
    private func step(
        _ name: String, at provider: String = "fal", after source: String? = nil
    ) -> RunSchedule.Step {
        RunSchedule.Step(name, model: "m", provider: provider, startsFrom: source)
    }

    @Test func runsUnderWayKeepTheirPlaces() {
        let schedule = RunSchedule(["1", "2", "3", "4"].map { step($0) }, concurrency: 2)
        let lengths: [String: Duration] = [
            "1": .seconds(10), "2": .seconds(50), "3": .seconds(100), "4": .seconds(20),
        ]
        // 3 follows 1 at 10 s and ends at 110 s, 4 follows 2 at 50 s.
        #expect(schedule.time(of: lengths) == .seconds(110))
        // 2 and 4 are at work: 1 follows 4 at 20 s, 3 follows 1 at 30 s.
        #expect(schedule.time(of: lengths, underWay: ["2", "4"]) == .seconds(130))
        // More at work than fit, as after a session with a higher number: 4 waits for two ends.
        #expect(
            schedule.time(of: lengths, underWay: ["1", "2", "3"]) == .seconds(100))
        #expect(schedule.time(of: [:]) == .zero)
    }

    @Test func eachProviderHasPlacesOfItsOwn() {
        let steps = [
            step("1"), step("2"), step("3", at: "kling"), step("4", at: "kling", after: "2"),
        ]
        let lengths = Dictionary(
            uniqueKeysWithValues: steps.map { ($0.name, Duration.seconds(60)) })
        #expect(RunSchedule(steps, concurrency: 1).time(of: lengths) == .seconds(180))
        #expect(RunSchedule(steps, concurrency: 2).time(of: lengths) == .seconds(120))
    }

    /// Random lists with chains, at several providers.
    @Test(arguments: 0..<200) func theTimeIsThatOfTheNaiveWay(seed: Int) {
        var random = Numbers(seed: seed)
        let steps = (0..<(1 + random.next(40))).map { index in
            RunSchedule.Step(
                "\(index)", model: "m\(random.next(3))", provider: "p\(random.next(3))",
                startsFrom: index > 0 && random.next(3) == 0 ? "\(random.next(index))" : nil)
        }
        let left = steps.filter { _ in random.next(5) > 0 }
        let lengths = Dictionary(
            uniqueKeysWithValues: left.map { ($0.name, Duration.seconds(random.next(300))) })
        let concurrency = 1 + random.next(5)
        #expect(
            RunSchedule(steps, concurrency: concurrency).time(of: lengths)
                == naiveTime(left, lengths, concurrency))
    }

    /// Four thousand runs, half of them in one chain: the naive way would take hours.
    @Test(.timeLimit(.minutes(1))) func aLargePlanIsScheduledSoon() {
        let steps = (0..<4000).map { index in
            step("\(index)", after: index % 2 == 1 && index > 1 ? "\(index - 2)" : nil)
        }
        let lengths = Dictionary(uniqueKeysWithValues: steps.map { ($0.name, Duration.seconds(1)) })
        #expect(RunSchedule(steps, concurrency: 100).time(of: lengths) == .seconds(2000))
    }

    /// Again and again the run that can start first, of those that can start at once the first in film
    /// order.
    private func naiveTime(
        _ left: [RunSchedule.Step], _ lengths: [String: Duration], _ concurrency: Int
    ) -> Duration {
        var ends: [String: Duration] = [:]
        var places: [String: [Duration]] = [:]
        var waiting = left
        while !waiting.isEmpty {
            func start(_ step: RunSchedule.Step) -> Duration? {
                if let source = step.source, waiting.contains(where: { $0.name == source }) {
                    return nil
                }
                let free = (places[step.provider] ?? [.zero]).min() ?? .zero
                return max(step.source.flatMap { ends[$0] } ?? .zero, free)
            }
            let starts = waiting.indices.compactMap { index in
                start(waiting[index]).map { (index: index, time: $0) }
            }
            guard let next = starts.min(by: { ($0.time, $0.index) < ($1.time, $1.index) }) else {
                break
            }
            let step = waiting.remove(at: next.index)
            let end = next.time + (lengths[step.name] ?? .zero)
            ends[step.name] = end
            var free =
                (places[step.provider] ?? Array(repeating: .zero, count: concurrency)).sorted()
            free[free.lastIndex { $0 <= next.time } ?? 0] = end
            places[step.provider] = free
        }
        return ends.values.max() ?? .zero
    }

    /// The same numbers for the same seed (SplitMix64).
    private struct Numbers {
        private var state: UInt64

        init(seed: Int) { state = UInt64(seed) }

        /// From 0 up to a limit, without it.
        mutating func next(_ limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((bits ^ (bits >> 31)) % UInt64(limit))
        }
    }
}
