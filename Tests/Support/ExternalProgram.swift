import Foundation

/// Programs of others that tests use as witnesses, if they are installed.
package enum ExternalProgram {
    package static let openssl = "/usr/bin/openssl"
    package static let curl = "/usr/bin/curl"
    package static let shell = "/bin/bash"
    package static let xmllint = "/usr/bin/xmllint"
    package static let unzip = "/usr/bin/unzip"
    package static let exiftool = "/usr/bin/exiftool"
    package static let ffprobe = "/usr/bin/ffprobe"
    package static let systemPython = "/usr/bin/python3"

    package static func areInstalled(_ programs: String...) -> Bool {
        programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// A Python with fal's client.
    package static let python = python(importing: "fal_client, requests")

    /// A Python with OpenTimelineIO and its adapter for EDLs.
    package static let timelinePython = python(
        importing: "opentimelineio, otio_cmx3600_adapter")

    /// A Python with a validator of JSON Schema.
    package static let schemaPython = python(importing: "jsonschema")

    /// A Python with C2PA's library.
    package static let signingPython = python(importing: "c2pa")

    /// A Python with the parser of the HTML standard.
    package static let pagePython = python(importing: "html5lib")

    /// A Python with Dask, openjd-cli, and the schemas of Kubernetes and AWS.
    package static let schedulerPython = python(
        importing: "distributed, openjd.cli, kubernetes_validate, botocore")

    /// The Python that `Tests/run.sh` sets up, or any in `PATH`, that has these modules.
    private static func python(importing modules: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates =
            [Checkout.path(".build/python/bin/python3")] + folders.map { "\($0)/python3" }
        return candidates.first { candidate in
            areInstalled(candidate)
                && (try? run(candidate, ["-c", "import \(modules)"]))?.status == 0
        }
    }

    /// The result of a finished program.
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
        package let errorOutput: String
    }

    /// Runs a program and waits for its end; ends it with `timeout` after five minutes.
    package static func run(
        _ program: String,
        _ arguments: [String],
        in folder: TemporaryFolder? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        let workingFolder = try folder ?? TemporaryFolder()
        let errorOutput = try workingFolder.write(Data(), as: "talk-\(UUID().uuidString)")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["--kill-after=5", "300", program] + arguments
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
