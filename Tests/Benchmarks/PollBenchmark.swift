import Foundation

/// Asks for a thousand runs in flight, as a session does, and beside it the dear way: a new
/// connection and a thread for each request.
///
/// Server and clients are processes of their own, started anew from this program, so that the
/// memory of one isn't counted for another.
enum PollBenchmark {
    private static let server = "--poll-server"
    private static let client = "--poll-client"

    static func run() throws {
        print("asking for \(PollLoad.runs) runs in flight, a growing interval between the polls")
        for load in PollLoad.allCases {
            print(load.words)
            guard let shared = try measure(load, isAlone: false),
                let alone = try measure(load, isAlone: true)
            else {
                print("    the benchmark's own server could not be started")
                return
            }
            print("    shared connections       \(shared)")
            print("    one for each request     \(alone)")
            print("    = \(alone.ratios(to: shared))")
        }
    }

    private static func measure(_ load: PollLoad, isAlone: Bool) throws -> PollCost? {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe")
        process.arguments = [server]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(said.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            return nil
        }
        let words = [client, load.rawValue, isAlone ? "alone" : "shared", "\(port)"]
        return try Peer.output("/proc/self/exe", words).map {
            try JSONDecoder().decode(PollCost.self, from: Data($0.utf8))
        }
    }

    /// Is the server or a client, where the arguments ask for that.
    static func answer(_ arguments: [String]) async throws -> Bool {
        if arguments == [server] {
            guard var server = PollServer() else { return true }
            print(server.port)
            fflush(nil)
            server.run()
            return true
        }
        guard arguments.count == 4, arguments[0] == client,
            let load = PollLoad(rawValue: arguments[1])
        else { return false }
        let cost = try await load.cost(
            at: "http://127.0.0.1:\(arguments[3])", isAlone: arguments[2] == "alone")
        try print(String(decoding: JSONEncoder().encode(cost), as: UTF8.self))
        return true
    }
}
