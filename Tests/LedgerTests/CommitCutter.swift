import DailiesTestSupport
import Foundation
import Synchronization

/// Forwards connections to a PostgreSQL server, and cuts some of them at a commit.
final class CommitCutter: Sendable {
    /// Where a connection is cut.
    enum Cut: CaseIterable, Sendable {
        /// The server never receives the commit.
        case before
        /// The server commits, and its answer is lost.
        case after
    }

    private let forwarder: Forwarder
    private let plan: Plan

    private final class Plan: Sendable {
        let cuts: Mutex<[Cut]>
        let commits = Counter()

        init(_ cuts: [Cut]) { self.cuts = Mutex(cuts) }
    }

    /// - Parameters:
    ///   - server: the port of the server.
    ///   - cuts: what happens to the commits from the second one on; later ones are forwarded.
    init(to server: Int, cuts: [Cut]) throws {
        let plan = Plan(cuts)
        self.plan = plan
        forwarder = try Forwarder(to: UInt16(server)) { bytes in
            guard bytes.firstRange(of: Data("COMMIT\0".utf8)) != nil, plan.commits.next() > 1 else {
                return .forward
            }
            switch plan.cuts.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            case nil: return .forward
            case .before: return .cut
            case .after: return .forwardAndMute
            }
        }
    }

    var port: UInt16 { forwarder.port }

    /// How many cuts are still to come.
    var left: Int { plan.cuts.withLock { $0.count } }
}
