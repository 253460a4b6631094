import DailiesHTTPServer
import DailiesTestSupport
import Foundation

/// Other people's programs that speak to the stand-in, where they are installed.
enum ExternalProgram {
    static let openssl = "/usr/bin/openssl"
    static let curl = "/usr/bin/curl"
    static let shell = "/bin/bash"

    static func areInstalled(_ programs: String...) -> Bool {
        programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// A Python that has fal's client: the one that `Tests/run.sh` sets up, or any in the path.
    static let python: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates =
            [Checkout.path(".build/python/bin/python3")] + folders.map { "\($0)/python3" }
        return candidates.first { candidate in
            areInstalled(candidate)
                && (try? run(candidate, ["-c", "import fal_client"]))?.status == 0
        }
    }()

    /// What a program left.
    struct Outcome {
        let status: Int32
        let output: String
        let errorOutput: String
    }

    /// Runs a program to its end.
    static func run(
        _ program: String,
        _ arguments: [String],
        in folder: TemporaryFolder? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        let workingFolder = try folder ?? TemporaryFolder()
        let errorOutput = try workingFolder.write(Data(), as: "talk-\(UUID().uuidString)")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: workingFolder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: errorOutput)
        try process.run()
        let written = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
            errorOutput: String(
                decoding: FileManager.default.contents(atPath: errorOutput) ?? Data(), as: UTF8.self
            ))
    }
}

/// A certificate of a test's own, good for this machine and in the providers' names.
struct TestCertificate {
    let certificatePath: String
    let keyPath: String

    static let hosts = [
        "queue.fal.run", "fal.run", "rest.fal.ai", "api.runflow.io", "api.eachlabs.ai",
    ]

    /// Makes it with OpenSSL.
    init(in folder: TemporaryFolder) throws {
        certificatePath = folder.file("certificate.pem")
        keyPath = folder.file("key.pem")
        let names = Self.hosts.map { "DNS:\($0)" } + ["DNS:localhost", "IP:127.0.0.1"]
        let made = try ExternalProgram.run(
            ExternalProgram.openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=\(names.joined(separator: ","))",
                "-keyout", keyPath, "-out", certificatePath,
            ])
        guard made.status == 0 else { throw ExchangeError(step: "openssl: \(made.errorOutput)") }
    }

    /// The texts that a server takes.
    var server: Listener.Certificate {
        get throws {
            Listener.Certificate(
                certificatePEM: try String(contentsOfFile: certificatePath, encoding: .utf8),
                keyPEM: try String(contentsOfFile: keyPath, encoding: .utf8))
        }
    }
}
