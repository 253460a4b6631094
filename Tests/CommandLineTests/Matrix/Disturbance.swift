import DailiesTestSupport

/// What happens to one session of a schedule.
struct Disturbance: CustomStringConvertible {
    var end: End
    /// By how many seconds the machine's clock jumps after the session.
    var clockJump = 0
    /// Whether the list has another prompt for one shot.
    var isListEdited = false
    /// Whether the provider calls back.
    var listens = false

    /// How the session is made to end before its time.
    enum End {
        /// It is killed after so many milliseconds.
        case killed(milliseconds: Int)
        /// It is killed just before the n-th call of a system call.
        ///
        /// strace counts the calls of each thread by itself: those of the ledger's thread are its
        /// transactions.
        case killedAtCall(String, Int)
        /// From the n-th write of a database page on the disk is full.
        case diskFull(write: Int)
        /// No file may be longer than so many blocks of 1,024 bytes.
        case filesLimited(blocks: Int)
        /// The provider doesn't answer for a while.
        case providerFrozen(milliseconds: Int)
        /// All connections to the provider are cut, and no new one is made for a while.
        case providerCut(milliseconds: Int)
        /// It is asked to end after so many milliseconds.
        case terminated(milliseconds: Int)
    }

    init(_ end: End) { self.end = end }

    init(_ generator: inout SeededGenerator) {
        let calls = [
            ("fdatasync", 20), ("fdatasync", 20), ("fsync", 2), ("rename", 1), ("link", 1),
            ("sendto", 5),
        ]
        let milliseconds = Int.random(in: 50...3000, using: &generator)
        let kind = Int.random(in: 0..<11, using: &generator)
        let (call, most) = calls.randomElement(using: &generator) ?? ("fsync", 1)
        let number = Int.random(in: 1...most, using: &generator)
        end =
            switch kind {
            case 0...2 where OpenedFiles.canTrace: .killedAtCall(call, number)
            case 3 where OpenedFiles.canTrace:
                .diskFull(write: Int.random(in: 1...60, using: &generator))
            case 4: .filesLimited(blocks: Int.random(in: 20...400, using: &generator))
            case 5: .providerFrozen(milliseconds: milliseconds)
            case 6: .terminated(milliseconds: milliseconds)
            case 7: .providerCut(milliseconds: milliseconds)
            default: .killed(milliseconds: milliseconds)
            }
        let jumps = [0, 0, 600, -600, 86_400, -86_400]
        clockJump = jumps.randomElement(using: &generator) ?? 0
        isListEdited = Int.random(in: 0..<4, using: &generator) == 0
        listens = Bool.random(using: &generator)
    }

    /// The programs that start the session.
    var description: String {
        let clock = clockJump == 0 ? "" : ", clock \(clockJump) s"
        return "\(end)\(clock)\(isListEdited ? ", list edited" : "")\(listens ? ", listening" : "")"
    }
}

extension Disturbance.End {
    /// The programs that start the session.
    var wrapper: [String] {
        switch self {
        case .killedAtCall(let name, let number):
            Self.strace(name, "signal=SIGKILL:when=\(number)")
        case .diskFull(let write): Self.strace("pwrite64", "error=ENOSPC:when=\(write)+")
        case .filesLimited(let blocks):
            ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", "-"]
        case .killed, .providerFrozen, .providerCut, .terminated: []
        }
    }

    private static func strace(_ call: String, _ injection: String) -> [String] {
        [
            "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
            "inject=\(call):\(injection)",
        ]
    }
}
