import Synchronization
import Testing

@testable import DailiesProduction

/// The order in which pieces of work start.
struct OrderedResultsTests {
    /// The indices in the order in which the work started.
    private final class Starts: Sendable {
        private let indices = Mutex<[Int]>([])

        var all: [Int] { indices.withLock { $0 } }

        func add(_ index: Int) { indices.withLock { $0.append(index) } }
    }

    @Test func workStartsAfterTheWorkThatItDependsOn() async throws {
        let starts = Starts()
        let results = try await orderedResults(
            count: 6, atOnce: 2, after: { [1: 0, 2: 1, 5: 0][$0] }
        ) { (index, previous: Int?) in
            starts.add(index)
            return (previous ?? 0) + index
        }
        #expect(results == [0, 1, 3, 3, 4, 5])
        let indices = starts.all
        for (later, earlier) in [(1, 0), (2, 1), (5, 0)] {
            let first = try #require(indices.firstIndex(of: earlier))
            let second = try #require(indices.firstIndex(of: later))
            #expect(first < second)
        }
    }

    @Test func urgentWorkStartsFirst() async throws {
        let starts = Starts()
        _ = try await orderedResults(
            count: 5, atOnce: 1, first: [4, 2], after: { [4: 3][$0] }
        ) { (index, _: Int?) in
            starts.add(index)
            return index
        }
        // The fourth waits for the one that it depends on, and comes right after it.
        #expect(starts.all == [2, 0, 1, 3, 4])
    }
}
