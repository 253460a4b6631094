import Foundation

/// How many damaged headers the tests try: fewer where everything is slower.
package enum MutationCount {
    /// What `DAILIES_MUTATIONS` says, or ten thousand.
    package static let all =
        ProcessInfo.processInfo.environment["DAILIES_MUTATIONS"].flatMap { Int($0) } ?? 10_000
}
