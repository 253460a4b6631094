import Foundation

/// Times work in several rounds after one that isn't counted.
enum Stopwatch {
    static let rounds = 5

    static func median(_ work: () -> Void) -> Double {
        work()
        let times = (0..<rounds).map { _ in
            let duration = ContinuousClock().measure(work)
            return duration / .seconds(1)
        }
        return times.sorted()[rounds / 2]
    }

    static func perFile(_ files: [String], _ work: (String) -> Void) -> Double {
        median { for file in files { work(file) } } / Double(files.count)
    }

    /// Times a program that is started once for each file, or once for all of them.
    ///
    /// Returns `nil` where it fails.
    static func perFile(_ files: [String], running peer: Peer) -> Double? {
        guard peer.run(files) else { return nil }
        if let inside = peer.secondsInside(files) { return inside }
        return median { _ = peer.run(files) } / Double(files.count)
    }
}
