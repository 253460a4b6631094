import DailiesVerification
import Foundation

/// What looking at one file costs beside time.
///
/// Peak memory can only be had of a whole process, so the benchmark starts itself anew for each.
struct Footprint: CustomStringConvertible {
    /// Bytes read, of the file and of whatever else the process opens; `nil` where it isn't known.
    let bytesRead: Int?
    /// The process's peak memory, in bytes.
    let peakMemory: Int

    var description: String {
        let megabytes = Row.figure(Double(peakMemory) / 1_000_000)
        let read = bytesRead.map { ", \(Row.figure(Double($0) / 1000)) kB read" } ?? ""
        return "\(megabytes) MB\(read)"
    }

    // MARK: Asking

    /// Starts the benchmark anew, to look at the file once.
    static func ofOurs(_ depth: Depth, _ file: String) -> Footprint? {
        let numbers = numbers(Peer.output("/proc/self/exe", [Self.question, depth.rawValue, file]))
        guard numbers.count == 2 else { return nil }
        return Footprint(bytesRead: numbers[0], peakMemory: numbers[1])
    }

    /// Lets a small program start the peer: a process's peak counts what its starter held.
    static func of(_ peer: Peer, _ file: String) -> Footprint? {
        let script = """
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
            """
        let command = ["python3", "-c", script, peer.program] + peer.command(file)
        return numbers(Peer.output("/usr/bin/env", command)).first
            .map { Footprint(bytesRead: nil, peakMemory: $0) }
    }

    private static func numbers(_ answer: String?) -> [Int] {
        answer?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) } ?? []
    }

    // MARK: Answering

    private static let question = "--footprint"

    /// Looks at one file and prints what it cost, where the arguments ask for that.
    static func answer(_ arguments: [String]) -> Bool {
        guard arguments.count == 3, arguments[0] == question,
            let depth = Depth(rawValue: arguments[1])
        else { return false }
        let before = number("rchar:", in: "/proc/self/io")
        depth.look(at: MediaFile(path: arguments[2]))
        let after = number("rchar:", in: "/proc/self/io")
        print(after - before, number("VmHWM:", in: "/proc/self/status") * 1024)
        return true
    }

    static func number(_ key: String, in file: String) -> Int {
        let lines = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let line = lines.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? 0
    }
}
