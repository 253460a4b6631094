import Foundation

/// The ffmpeg program as an independent witness, where it is installed.
package enum Witness {
    private static let program = "/usr/bin/ffmpeg"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Converts a file, silently; throws where ffmpeg fails.
    package static func convert(_ source: String, to target: String, _ options: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-v", "error", "-y", "-i", source] + options + [target]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
