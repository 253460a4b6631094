import Foundation

/// The number of damaged headers that the tests try; set lower for slow builds.
package enum MutationCount {
    /// The value of `DAILIES_MUTATIONS`; 10,000 by default.
    package static let all =
        ProcessInfo.processInfo.environment["DAILIES_MUTATIONS"].flatMap { Int($0) } ?? 10_000
}
