import DailiesShards
import DailiesThreads

/// Which part of a list is done here, and where its results go.
struct ShardOptions: OptionGroup {
    /// The shard and the results folder; `nil` where the whole list is done here.
    let target: (shard: Shard, results: String)?
    /// Whether files that can't be read now are recorded as unknown.
    let isLastAttempt: Bool

    init(_ options: inout OptionReader) {
        let shard = options.option(
            "shard", .shard, "do part K of N of the list, on one of several machines")
        let results = options.option(
            "results", .directory(), "with --shard: the folder in which the shards' results meet")
        isLastAttempt = options.flag(
            "last-attempt",
            "with --shard: files that can't be read now are unknown, instead of exit 75")
        options.require(
            (shard == nil) == (results == nil),
            "--shard and --results belong together: --shard 3/64 --results DIR")
        options.require(!isLastAttempt || shard != nil, "--last-attempt needs --shard")
        target = shard.flatMap { shard in results.map { (shard, $0) } }
    }

    /// The options that results don't depend on.
    static let names: Set<String> = ["shard", "results", "last-attempt"]

    /// What the exit codes mean with `--shard`, for the help.
    static let exitCodes = """
        With --shard: 0 done, whatever the verdicts, 2 wrong usage, or results of other options or of
        another list are there, 75 try again later (a disk or file server failed or is full), 70 a
        fault of ours, 130 and 143 stopped. dailies merge puts the results together.
        """
}

/// How many threads work.
struct JobsOption: OptionGroup {
    private let count: Int?

    init(_ options: inout OptionReader) {
        count = options.option(
            "jobs", .number("N", in: 1...1024),
            "how many threads work (default: the processors that this process may use)")
    }

    /// The option's name.
    static let name = "jobs"

    /// Applies the option; called before any work begins.
    func apply() {
        if let count { WorkerThreads.use(count) }
    }
}

extension OptionValue<Shard> {
    fileprivate static var shard: OptionValue {
        OptionValue("K/N", expected: "a shard from 1/N to N/N, such as 3/64") { Shard($0) }
    }
}
