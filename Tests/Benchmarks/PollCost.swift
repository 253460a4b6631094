import Foundation

/// What asking for many runs cost one process.
struct PollCost: Codable, CustomStringConvertible {
    /// What the process's memory had grown by when it was largest, in bytes.
    var memory: Double
    /// Seconds of work on all cores.
    var work: Double
    /// Seconds by the clock.
    var time: Double
    var failures = 0
    /// What the server counted.
    var connections = 0
    var requests = 0

    /// This process so far; its memory now or, as `peak`, when it was largest.
    static func ofThisProcess(peak: Bool) -> PollCost {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let work = [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
        }
        let kilobytes = Footprint.number(peak ? "VmHWM:" : "VmRSS:", in: "/proc/self/status")
        return PollCost(
            memory: Double(kilobytes * 1024), work: work, time: Date().timeIntervalSince1970)
    }

    static func - (late: PollCost, early: PollCost) -> PollCost {
        PollCost(
            memory: late.memory - early.memory, work: late.work - early.work,
            time: late.time - early.time)
    }

    private var memoryPerRun: Double { memory / Double(PollLoad.runs) / 1000 }
    private var workPerRequest: Double { work / Double(requests) * 1e6 }
    private var rate: Double { Double(requests) / time }

    var description: String {
        "\(Row.figure(memoryPerRun)) kB a run, \(Row.figure(workPerRequest)) µs of work a request, "
            + "\(connections) connections, \(Row.figure(rate)) requests a second"
            + (failures == 0 ? "" : ", \(failures) FAILED")
    }

    /// How many times as much this costs as another way.
    func ratios(to other: PollCost) -> String {
        let connections = Double(connections) / Double(other.connections)
        return "\(Row.figure(memoryPerRun / other.memoryPerRun)) × the memory, "
            + "\(Row.figure(workPerRequest / other.workPerRequest)) × the work, "
            + "\(Row.figure(connections)) × the connections, "
            + "\(Row.figure(rate / other.rate)) × the requests a second"
    }
}
