import Foundation

/// How many processors this process may use.
///
/// On a shared machine that is less than the machine has: the smallest of what the system schedules the
/// process on (its affinity), what its control groups allow it (`cpu.max`, or `cpu.cfs_quota_us`
/// in version 1), and what Slurm gave to its task (`SLURM_CPUS_PER_TASK`).
package struct AvailableProcessors: Hashable, Sendable {
    /// At least one.
    package let count: Int

    /// - Parameter root: the folder in which `proc/self` and `sys/fs/cgroup` are.
    package init(
        root: String = "/", environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let limits = [
            Self.affinity(in: root), Self.quota(in: root),
            environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) },
        ].compactMap(\.self).filter { $0 > 0 }
        count = limits.min() ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// The number of processors that the system schedules the process on.
    private static func affinity(in root: String) -> Int? {
        let line = text(root, "proc/self/status")?.split(separator: "\n")
            .first { $0.hasPrefix("Cpus_allowed_list:") }
        guard let list = line?.split(whereSeparator: \.isWhitespace).last else { return nil }
        // Such as "0-3,8".
        return list.split(separator: ",").reduce(0) { sum, range in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return sum }
            return sum + last - first + 1
        }
    }

    /// The processors that the control groups of the process pay for, rounded up; `nil` for no limit.
    private static func quota(in root: String) -> Int? {
        let groups = text(root, "proc/self/cgroup") ?? ""
        let quotas = groups.split(separator: "\n").flatMap { line -> [Double] in
            // "0::/slice/job" in version 2, "4:cpu,cpuacct:/slice/job" in version 1.
            let fields = line.split(
                separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            let controllers = fields[1].split(separator: ",")
            guard controllers.isEmpty || controllers.contains("cpu") else { return [] }
            let base = controllers.isEmpty ? "sys/fs/cgroup" : "sys/fs/cgroup/\(fields[1])"
            // Each group is limited by those above it too.
            let names = fields[2].split(separator: "/")
            return (0...names.count).compactMap { depth in
                let folder = ([Substring(base)] + names.prefix(depth)).joined(separator: "/")
                return controllers.isEmpty
                    ? processors(text(root, folder + "/cpu.max")?.split(separator: " "))
                    : processors([
                        Substring(text(root, folder + "/cpu.cfs_quota_us") ?? ""),
                        Substring(text(root, folder + "/cpu.cfs_period_us") ?? ""),
                    ])
            }
        }
        return quotas.min().map { Int($0.rounded(.up)) }
    }

    /// Reads a quota and its period; `nil` for "max", -1 and whatever else is no limit.
    private static func processors(_ words: [Substring]?) -> Double? {
        guard let words, words.count == 2, let quota = Double(words[0]),
            let period = Double(words[1]), quota > 0, period > 0, quota / period < 1_000_000
        else { return nil }
        return quota / period
    }

    private static func text(_ root: String, _ path: String) -> String? {
        let path = (root as NSString).appendingPathComponent(path)
        return FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
