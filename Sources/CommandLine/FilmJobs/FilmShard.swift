import DailiesJSON
import DailiesLanding
import DailiesShards
import DailiesThreads
import Foundation

/// Makes the films of one shard.
struct FilmShard {
    let run: ShardRun
    let maker: FilmJobMaker
    /// The shard's films, each with its place in the list.
    let entries: [(position: Int, job: FilmJob)]
    let isLastAttempt: Bool

    /// The films of a shard.
    ///
    /// In the order of their paths the films are dealt out to the shards in turn, so that as many shards
    /// as films make one each. The order of the list doesn't matter.
    static func entries(
        of shard: Shard, in jobs: [FilmJob]
    ) -> [(position: Int, job: FilmJob)] {
        jobs.enumerated()
            .sorted { isBefore($0.element.output, $1.element.output) }
            .enumerated()
            .filter { $0.offset % shard.count == shard.number - 1 }
            .map { (position: $0.element.offset, job: $0.element.element) }
            .sorted { $0.position < $1.position }
    }

    /// Makes the films and writes the results; blocks.
    ///
    /// - Throws: as `ShardRun.perform` and `FilmJobMaker.make`.
    func perform() throws -> ShardRun.Outcome {
        let outcome = try run.perform { writer in
            let free = try freeOutputs()
            for entry in entries {
                if maker.stop.isRaised { throw CancellationError() }
                let name = AttemptName.make(for: entry.job.output)
                let result = try maker.make(
                    entry.job, as: name,
                    mayReplace: maker.overwrites || free.contains(entry.job.output),
                    isLastAttempt: isLastAttempt)
                try writer.add(result.row.line, position: entry.position, result.verdict)
            }
        }
        // Only now: an attempt whose files vanish must find results at its end.
        for entry in entries { AttemptName.removeOthers(of: entry.job.output) }
        unlink(claim)
        AttemptName.removeOthers(of: claim)
        return outcome
    }

    /// The file that says which films didn't exist before the first attempt at this work.
    private var claim: String {
        let work = "\(run.header.options.prefix(8))-\(run.header.list.prefix(8))"
        return (run.folder as NSString).appendingPathComponent(
            "\(run.header.shard.fileName).\(work).begun")
    }

    /// The films that didn't exist before the first attempt at this shard: what has their names now was
    /// made by an attempt that was killed, and may be replaced.
    private func freeOutputs() throws -> Set<String> {
        let outputs = try entries.map(\.job.output).filter(isFree)
        let name = AttemptName.make(for: claim)
        let text = JSONValue.array(outputs.map(JSONValue.string)).line
        try Landing.write(Data(text.utf8), as: name)
        // The first attempt's stays.
        try Landing.land(name, as: claim, replacing: false)
        unlink(name)
        guard let kept = FileManager.default.contents(atPath: claim),
            let names = try? JSONValue(parsing: kept).elements
        else { throw TryAgainLater("\(claim) can't be read") }
        return Set(names.compactMap(\.text))
    }

    /// Whether a film isn't there yet.
    ///
    /// - Throws: `TryAgainLater` if that can't be seen now: its file system may not be mounted.
    private func isFree(_ output: String) throws(TryAgainLater) -> Bool {
        guard access(output, F_OK) != 0 else { return false }
        if let problem = InputAccess.temporaryProblem(writing: output, errno) {
            throw TryAgainLater(problem)
        }
        return true
    }
}

/// The name of a file while one of several attempts makes it, such as `.film.part.HOST.PID.RANDOM.mp4`.
enum AttemptName {
    static func make(for path: String) -> String {
        let url = URL(fileURLWithPath: path)
        let name = prefix(of: path) + attemptIdentifier() + "." + url.pathExtension
        return (Landing.folder(of: path) as NSString).appendingPathComponent(name)
    }

    /// Removes what attempts that were killed left behind.
    ///
    /// An attempt that is still at work fails at its end, and finds the results of the faster one then.
    static func removeOthers(of path: String) {
        let folder = Landing.folder(of: path)
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder))
            ?? []
        let prefix = prefix(of: path)
        // Assembler's own temporary files begin with another dot.
        for name in names where name.hasPrefix(prefix) || name.hasPrefix("." + prefix) {
            unlink((folder as NSString).appendingPathComponent(name))
        }
    }

    private static func prefix(of path: String) -> String {
        "." + URL(fileURLWithPath: path).lastPathComponent + ".part."
    }
}
