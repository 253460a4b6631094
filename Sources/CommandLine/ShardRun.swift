import DailiesJSON
import DailiesLanding
import DailiesShards
import Foundation

/// Does the work of one shard, unless its results are there already.
struct ShardRun {
    let header: ShardHeader
    /// The results folder.
    let folder: String
    /// What the entries are called, such as "files".
    let unit: String
    let console: Console

    /// How a shard ended.
    struct Outcome {
        let counts: VerdictCounts
        /// Whether the results were there before.
        let wasDone: Bool
    }

    /// Works, and gives the results their name; blocks.
    ///
    /// - Parameter work: adds a result for each entry of the shard.
    /// - Throws: `UsageError` where there are results of other work; `TryAgainLater`; whatever `work`
    ///   throws. There are no new results then.
    func perform(_ work: (ShardWriter) throws -> Void) throws -> Outcome {
        if let counts = try earlierResults(tellsDamage: true) {
            return Outcome(counts: counts, wasDone: true)
        }
        do {
            let writer = try ShardWriter(in: folder, header)
            do {
                // Another attempt may have completed before our file existed. One that completes later
                // deletes our file, so that `land` fails and doesn't replace its results.
                if let counts = try earlierResults() {
                    writer.abandon()
                    return Outcome(counts: counts, wasDone: true)
                }
                try work(writer)
            } catch {
                writer.abandon()
                throw error
            }
            return Outcome(counts: try writer.land(), wasDone: false)
        } catch let error as LandingError {
            // Another attempt that was faster has removed our file.
            if let counts = try earlierResults() { return Outcome(counts: counts, wasDone: true) }
            throw Failure(shard: error)
        }
    }

    /// The counts of results that are there already; `nil` if there are none that can be used.
    ///
    /// - Parameter tellsDamage: whether the user is told that there are damaged ones.
    private func earlierResults(tellsDamage: Bool = false) throws -> VerdictCounts? {
        let file = (folder as NSString).appendingPathComponent(header.shard.fileName)
        switch ShardResults.read(header.shard, in: folder) {
        case .absent: return nil
        case .unreadable(let reason): throw TryAgainLater("\(file) can't be read now: \(reason)")
        case .damaged(let reason):
            // Its header isn't evidence either, and nobody can use the rest.
            guard tellsDamage else { return nil }
            console.message("\(file) is damaged (\(reason)): the shard is done again")
            return nil
        case .whole(let results):
            try check(results.header, file)
            return results.counts
        }
    }

    private func check(_ earlier: ShardHeader, _ file: String) throws(UsageError) {
        guard let difference = header.difference(from: earlier) else { return }
        throw UsageError(
            "\(file) has results, and \(difference): name another folder with --results, or remove it"
        )
    }

    /// Tells how a shard ended.
    func report(_ outcome: Outcome, asJSON: Bool) {
        guard asJSON else {
            let state = outcome.wasDone ? "was done before" : "is done"
            return console.message(
                "shard \(header.shard) \(state): \(header.entries) of \(header.total) \(unit), "
                    + outcome.counts.description)
        }
        let object: JSONValue = [
            "schema": .string(ShardHeader.schema), "shard": .integer(header.shard.number),
            "of": .integer(header.shard.count), "entries": .integer(header.entries),
            "total": .integer(header.total), "verdicts": outcome.counts.json,
            "file": .string((folder as NSString).appendingPathComponent(header.shard.fileName)),
            "wasDone": .bool(outcome.wasDone),
        ]
        console.output(object.line)
    }
}
