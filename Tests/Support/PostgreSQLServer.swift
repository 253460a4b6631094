import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own, in a temporary folder and on a loopback port.
///
/// A guard in a shell of its own stops it when the test run ends, however that ends.
package final class PostgreSQLServer: Sendable {
    /// The server of tests that neither stop nor change it.
    package static let shared = Result { try PostgreSQLServer() }

    /// Whether ledgers on a server can be tested: PostgreSQL is installed, and the tests are built with
    /// the trait.
    package static var isUsable: Bool {
        #if PostgreSQL
            programs != nil
        #else
            false
        #endif
    }

    /// The folder of the newest version's programs; `nil` if PostgreSQL isn't installed.
    private static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        // The client's package makes the folder too.
        return versions.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
            .last { ExternalProgram.areInstalled("\($0)/initdb") }
    }()

    /// What failed, with the program's output.
    package struct Failure: Error {
        package let output: String
    }

    package let port: Int
    private let folder: String
    private let databases = Mutex(0)

    /// Creates and starts a server.
    package init() throws {
        folder = "/tmp/dailies-postgresql-\(UUID().uuidString)"
        port = try Self.freePort()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        // Where the tests aren't run by root, the server is run by the same user.
        _ = try Self.shell("chown postgres \(folder)")
        try owned("initdb -D \(folder)/data -U dailies -A trust -E UTF8 --locale C >/dev/null")
        try start()
    }

    /// Starts the server after it was stopped.
    package func start() throws {
        let program = try Self.required(Self.programs)
        let server =
            "\(program)/postgres -D \(folder)/data -p \(port) -c listen_addresses=127.0.0.1 "
            + "-c unix_socket_directories=\(folder) -c max_connections=200"
        // The guard ends the server when this process is gone.
        let parent = ProcessInfo.processInfo.processIdentifier
        try owned(
            """
            (\(server) >\(folder)/log 2>&1 & server=$!; echo $server >\(folder)/pid
            while [ -e /proc/\(parent) ] && kill -0 $server 2>/dev/null; do sleep 0.5; done
            kill -QUIT $server 2>/dev/null; sleep 0.5
            [ -e /proc/\(parent) ] || rm -rf \(folder)) >/dev/null 2>&1 &
            for attempt in $(seq 200); do
                \(program)/pg_isready -q -h 127.0.0.1 -p \(port) && exit 0; sleep 0.1
            done
            cat \(folder)/log; exit 1
            """)
    }

    /// Stops the server at once, as a crash does; what was committed is there when it starts again.
    package func crash() throws {
        try owned(
            """
            server=$(cat \(folder)/pid)
            kill -QUIT $server
            while kill -0 $server; do sleep 0.05; done
            """)
    }

    /// Creates a database, and returns its address.
    package func newDatabase() throws -> String {
        let number = databases.withLock { count in
            count += 1
            return count
        }
        _ = try query("CREATE DATABASE test\(number)", in: "postgres")
        return address(of: "test\(number)")
    }

    private func address(of database: String) -> String {
        "postgresql://dailies@127.0.0.1:\(port)/\(database)"
    }

    /// The output of PostgreSQL's own program: rows in lines, values between `|`.
    package func query(_ statement: String, in database: String) throws -> String {
        let outcome = try ExternalProgram.run(
            try Self.required(Self.programs) + "/psql",
            ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, address(of: database)])
        guard outcome.status == 0 else { throw Failure(output: outcome.errorOutput) }
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a script as the user who may run PostgreSQL: it refuses to be run by root.
    private func owned(_ script: String) throws {
        let user = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : ""
        let path = "\(folder)/script-\(UUID().uuidString).sh"
        let program = try Self.required(Self.programs)
        // Foundation waits until nobody has the descriptors any more that a process inherits from it.
        let closing =
            "for fd in /proc/$$/fd/*; do fd=${fd##*/}; [ $fd -le 2 ] || eval \"exec $fd>&-\"; done"
        try Data("\(closing) 2>/dev/null\nPATH=\(program):$PATH\n\(script)\n".utf8)
            .write(to: URL(fileURLWithPath: path))
        _ = try Self.shell("chmod a+r \(path)")
        let outcome = try Self.shell("cd \(folder) && \(user)bash \(path)")
        guard outcome.status == 0 else {
            throw Failure(output: outcome.output + outcome.errorOutput)
        }
    }

    private static func shell(_ script: String) throws -> ExternalProgram.Outcome {
        try ExternalProgram.run(ExternalProgram.shell, ["-c", script])
    }

    private static func required(_ programs: String?) throws -> String {
        guard let programs else { throw Failure(output: "PostgreSQL isn't installed") }
        return programs
    }

    /// A port that nobody listens on now.
    private static func freePort() throws -> Int {
        let socket = try LoopbackSocket()
        close(socket.descriptor)
        return Int(socket.port)
    }
}
