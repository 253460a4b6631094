import DailiesTestSupport
import DailiesThreads
import Foundation
import Testing

/// How many processors a process may use, from folders that look like those of the system.
struct AvailableProcessorsTests {
    private let root: TemporaryFolder

    init() throws { root = try TemporaryFolder() }

    private func write(_ text: String, _ path: String) throws {
        let file = root.file(path)
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: file).deletingLastPathComponent(),
            withIntermediateDirectories: true)
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: file))
    }

    private func count(
        _ affinity: String = "0-15", _ environment: [String: String] = [:]
    ) throws -> Int {
        try write(
            "Name:\tdailies\nCpus_allowed_list:\t\(affinity)\nThreads:\t1", "proc/self/status")
        return AvailableProcessors(root: root.path, environment: environment).count
    }

    @Test func withoutLimitsItIsWhatTheSystemSchedules() throws {
        #expect(try count("0-15") == 16)
        #expect(try count("0-3,8,10-11") == 7)
        #expect(try count("5") == 1)
        try write("0::/", "proc/self/cgroup")
        try write("max 100000", "sys/fs/cgroup/cpu.max")
        #expect(try count("0-15") == 16)
    }

    @Test(arguments: [
        ("400000 100000", 4), ("150000 100000", 2), ("1000 100000", 1), ("rubbish", 16),
    ])
    func aQuotaIsRoundedUp(text: String, expected: Int) throws {
        try write("0::/", "proc/self/cgroup")
        try write(text, "sys/fs/cgroup/cpu.max")
        #expect(try count() == expected)
    }

    @Test func theSmallestQuotaAboveCounts() throws {
        try write("0::/jobs/42", "proc/self/cgroup")
        try write("max 100000", "sys/fs/cgroup/jobs/42/cpu.max")
        try write("300000 100000", "sys/fs/cgroup/jobs/cpu.max")
        #expect(try count() == 3)
        try write("200000 100000", "sys/fs/cgroup/jobs/42/cpu.max")
        #expect(try count() == 2)
    }

    @Test func versionOneIsReadToo() throws {
        try write("5:memory:/a\n4:cpu,cpuacct:/job\n0::/unused", "proc/self/cgroup")
        try write("500000", "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us")
        try write("100000", "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us")
        #expect(try count() == 5)
        try write("-1", "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us")
        #expect(try count() == 16)
    }

    @Test func slurmsShareOfATaskCounts() throws {
        #expect(try count("0-15", ["SLURM_CPUS_PER_TASK": "6"]) == 6)
        #expect(try count("0-3", ["SLURM_CPUS_PER_TASK": "6"]) == 4)
        #expect(try count("0-15", ["SLURM_CPUS_PER_TASK": "0"]) == 16)
        #expect(try count("0-15", ["SLURM_CPUS_PER_TASK": "many"]) == 16)
    }

    @Test func withoutAnyOfThemItIsWhatTheMachineHas() {
        #expect(
            AvailableProcessors(root: root.path, environment: [:]).count
                == ProcessInfo.processInfo.processorCount)
    }

    /// `nproc` is a witness: it reads the affinity too, and no control groups.
    @Test func thisProcessMayUseAtMostItsAffinity() throws {
        let outcome = try ExternalProgram.run("/usr/bin/env", ["-u", "OMP_NUM_THREADS", "nproc"])
        let nproc = try #require(
            Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        let found = AvailableProcessors(environment: [:]).count
        #expect(found <= nproc && found >= 1)
    }
}
