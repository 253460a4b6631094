import DailiesJSON
import DailiesLanding
import DailiesShards
import DailiesThreads
import DailiesVerification
import Foundation

/// Puts the results of shards together.
struct MergeCommand: Command {
    static let name = "merge"
    static let summary = "put the results of shards together"
    static let discussion = """
        Prints the lines that verify --json, or assemble --jobs-file --json, prints for the whole list
        on one machine, in the order of the list. Where shards had the list in different orders, the
        lines are sorted by file name.
        --missing prints the numbers of the shards without results, such as 3,17-19, as sbatch --array
        takes them; without any file in the folder it needs --shards. Damaged results count as missing.
        Exit 0 none failed, 1 at least one failed, 2 wrong usage, 3 at least one could not be looked at
        and none failed, 75 results are missing. With --missing and --status 0 or 75.
        """

    static let examples = [
        CommandExample(
            "merge results",
            "Prints the verdicts of all shards as one machine would"),
        CommandExample(
            "merge results --missing",
            "Prints the numbers of the shards to submit again"),
    ]

    private let isMissing: Bool
    private let isStatus: Bool
    private let count: Int?
    private let junitReport: String?
    private let ebuReport: String?
    private let output: String?
    private let writesJSON: Bool
    private let folder: String

    init(_ options: inout OptionReader) {
        isMissing = options.flag("missing", "print the numbers of the shards without results")
        isStatus = options.flag("status", "show how far the shards are")
        count = options.option(
            "shards", .number("N", in: 1...Shard.countLimit),
            "how many shards there are (default: as the files' names say)")
        junitReport = options.option(
            "junit", .file(), "write the results of verify as a JUnit report too")
        ebuReport = options.option(
            "ebu", .file(),
            "write the results of verify as EBU quality control reports too, in JSON")
        output = options.option(
            "output", short: "o", .file(),
            "write the lines into a file, which is complete or not there at all")
        writesJSON = options.flag("json", "print JSON lines; without --status that is always so")
        folder = options.operand(
            "DIR", .directory, orElse: "name the folder of --results")
        options.require(
            !isMissing || !isStatus, "--missing and --status exclude each other")
        options.require(
            (junitReport == nil && ebuReport == nil && output == nil) || !(isMissing || isStatus),
            "--missing and --status write no files")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        try await withInterrupts {
            try await onOwnThread(named: "merge") { try merge(context.console) }
        }
    }

    private func merge(_ console: Console) throws -> ExitCode {
        let results = try read()
        if isStatus {
            let status = ShardStatus(results)
            console.output(writesJSON ? status.json.line : console.printable(status.text))
            return results.missing.isEmpty ? .success : .tryAgainLater
        }
        for (number, reason) in results.damages.sorted(by: { $0.key < $1.key }) {
            console.message("the results of shard \(number) can't be used: \(reason)")
        }
        if isMissing {
            if results.missing.isEmpty { return .success }
            console.output(arrayText(results.missing))
            return .tryAgainLater
        }
        guard results.missing.isEmpty else {
            throw TryAgainLater(
                "results are missing of \(results.missing.count) of \(results.count) shards: "
                    + arrayText(results.missing))
        }
        try write(results, to: console)
        return ExitCode(results.counts)
    }

    private func read() throws -> ShardFolder {
        do {
            return try ShardFolder.read(folder, count: count)
        } catch {
            if case .unreadable = error { throw TryAgainLater(text(error)) }
            throw UsageError(text(error))
        }
    }

    private func text(_ problem: ShardFolder.Problem) -> String {
        switch problem {
        case .noFolder: "there is no folder \(folder)"
        case .unreadable(let reason): "the folder \(folder) can't be read now: \(reason)"
        case .empty:
            "\(folder) has no results, and so it isn't known how many shards there are: name their "
                + "number with --shards"
        case .severalCounts(let counts):
            "\(folder) has results of a list that was divided into "
                + alternatives(counts.map { String($0) })
                + " shards: choose with --shards, or use a folder for each"
        case .mixed(let shard, let other, let difference):
            "the results of shard \(shard) don't belong with those of shard \(other): \(difference); "
                + "remove those that aren't wanted"
        }
    }

    private func write(_ results: ShardFolder, to console: Console) throws {
        guard results.work == .verify || (junitReport == nil && ebuReport == nil) else {
            throw UsageError("reports are of files that were verified, and these are films")
        }
        var summary = VerificationSummary(
            keepsCases: junitReport != nil, keepsReports: ebuReport != nil)
        do {
            let union = try ShardUnion(results) { $0["file"]?.text }
            let file = try output.map { try LineFile(as: $0) }
            try union.forEach { line in
                if let file {
                    try file.write(line)
                } else {
                    console.output(String(decoding: line, as: UTF8.self))
                }
                guard junitReport != nil || ebuReport != nil else { return }
                summary.add(try JSONDecoder().decode(Verification.self, from: line))
            }
            try file?.land()
            try summary.writeReports(junit: junitReport, ebu: ebuReport)
        } catch let error as ShardUnion.Unreadable {
            throw TryAgainLater("\(error.path) can't be read any more, or has changed")
        } catch let error as LandingError {
            throw Failure(shard: error)
        }
    }
}

extension ExitCode {
    /// The exit code for results of any number of files.
    init(_ counts: VerdictCounts) {
        self = counts[.fail] > 0 ? .failed : counts[.unknown] > 0 ? .unknownFiles : .success
    }
}
