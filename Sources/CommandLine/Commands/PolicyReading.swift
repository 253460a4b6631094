import DailiesPolicy
import DailiesVerification
import Foundation

/// The policies that a command is to hold, read before anything else is.
struct PolicyReading {
    let rules: [@Sendable (MediaMeasurement) -> [Check]]

    init(_ paths: [String]) throws(UsageError) {
        var policies: [MediaConchPolicy] = []
        for path in paths { policies.append(try Self.policy(path)) }
        rules = policies.map { $0.checks }
    }

    private static func policy(_ path: String) throws(UsageError) -> MediaConchPolicy {
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // One byte beyond the limit is enough to be refused, however long the file is.
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
