import DailiesPolicy
import DailiesThreads
import DailiesVerification
import Foundation

/// The policies of `--policy`, read before any media file is.
struct PolicyReading {
    /// One rule for each policy, in the order given.
    let rules: [MediaFile.Rule]

    /// Reads policy files.
    ///
    /// - Throws: `UsageError` for the first that can't be read or isn't a policy.
    static func read(_ paths: [String]) async throws -> PolicyReading {
        guard !paths.isEmpty else { return PolicyReading(rules: []) }
        return try await onOwnThread(named: "read policies") {
            PolicyReading(
                rules: try paths.map { path in
                    let policy = try policy(path)
                    return { policy.checks($0) }
                })
        }
    }

    private static func policy(_ path: String) throws(UsageError) -> MediaConchPolicy {
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // A file longer than the limit is refused; one byte more is enough to see that.
            bytes = try file.read(upToCount: MediaConchPolicy.byteLimit + 1) ?? Data()
        } catch {
            throw UsageError("the policy \(path) can't be read; is the path right?")
        }
        do {
            return try MediaConchPolicy(xml: bytes)
        } catch {
            throw UsageError("the policy \(path) can't be used: \(error)")
        }
    }
}
