import DailiesDigest
import DailiesJSON
package import DailiesLanding
import Foundation
import Synchronization

/// Writes the results of a shard into a file that gets its name when it is complete.
///
/// The file is written as `shard-K-of-N.jsonl.part.HOST.PID.RANDOM`, so that attempts at the same
/// shard, on one machine or on several, don't disturb each other. No locks are used: those of network
/// file systems don't hold everywhere.
package final class ShardWriter: Sendable {
    private let folder: String
    private let shard: Shard
    private let part: String
    private let descriptor: Int32
    private let state = Mutex(State())

    private struct State: ~Copyable {
        /// Digests the lines that are flushed; `nil` when the digest is made.
        var hasher: SHA256Hasher? = SHA256Hasher()
        var buffer = Data()
        var counts = VerdictCounts()
        var lastFlush = ContinuousClock.now

        mutating func append(_ line: String) { buffer += Data((line + "\n").utf8) }
    }

    /// The suffix of a file that is being written.
    static let partMark = ".part."

    /// Creates the results folder, if there is none, and the file in it.
    package init(in folder: String, _ header: ShardHeader) throws(LandingError) {
        try Landing.createFolder(folder)
        self.folder = folder
        shard = header.shard
        part = filePath(header.shard.fileName + Self.partMark + attemptIdentifier(), in: folder)
        descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw LandingError("create", part) }
        try removingOnFailure { () throws(LandingError) in
            try withState { state throws(LandingError) in
                state.append(header.json.line)
                try flush(&state)
            }
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Adds a result.
    ///
    /// - Parameters:
    ///   - result: one line of JSON.
    ///   - position: the entry's place in the list, from 0.
    package func add(
        _ result: String, position: Int, _ verdict: ShardVerdict
    ) throws(LandingError) {
        try withState { state throws(LandingError) in
            state.counts.add(verdict)
            state.append(ShardRow.text(result, position: position))
            // Often enough to see how far the shard is.
            let isDue =
                state.buffer.count > 64 << 10
                || state.lastFlush.duration(to: .now) > .seconds(1)
            if isDue { try flush(&state) }
        }
    }

    /// Completes the file and gives it its name, which may replace that of another attempt at the same
    /// work.
    ///
    /// What other attempts at the shard left behind is removed. One that is still at work notices at its
    /// end that its file is gone and that there are results.
    ///
    /// - Returns: how many results there are of each verdict.
    package func land() throws(LandingError) -> VerdictCounts {
        let counts = try removingOnFailure { () throws(LandingError) in
            let counts = try withState { state throws(LandingError) in
                state.append(ShardTrailer(counts: state.counts).line)
                try flush(&state)
                if let digest = state.hasher.take()?.finish() {
                    state.append(ShardTrailer.digestLine(digest))
                }
                try flush(&state)
                return state.counts
            }
            try Landing.land(part, flushing: descriptor, as: filePath(shard.fileName, in: folder))
            return counts
        }
        for name in partNames(of: shard, in: folder) { unlink(filePath(name, in: folder)) }
        return counts
    }

    /// Removes the unfinished file.
    package func abandon() { unlink(part) }

    private func removingOnFailure<Value>(
        _ work: () throws(LandingError) -> Value
    ) throws(LandingError) -> Value {
        do {
            return try work()
        } catch {
            abandon()
            throw error
        }
    }

    private func withState<Value: Sendable>(
        _ work: (inout State) throws(LandingError) -> sending Value
    ) throws(LandingError) -> Value {
        try state.withLock { state throws(LandingError) in try work(&state) }
    }

    private func flush(_ state: inout State) throws(LandingError) {
        state.lastFlush = .now
        state.buffer.withUnsafeBytes { state.hasher?.update($0) }
        var rest = state.buffer[...]
        state.buffer = Data()
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw LandingError("write", part) }
            rest = rest.dropFirst(count)
        }
    }
}

/// A name that no other attempt has, on any machine: `HOST.PID.RANDOM`.
package func attemptIdentifier() -> String {
    "\(hostName).\(getpid()).\(randomHexadecimal(byteCount: 4))"
}

func filePath(_ name: String, in folder: String) -> String {
    (folder as NSString).appendingPathComponent(name)
}

/// The names of files in a folder that attempts at a shard write, or have left behind.
func partNames(of shard: Shard, in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(shard.fileName + ShardWriter.partMark) }
}
