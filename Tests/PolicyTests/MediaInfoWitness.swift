import Foundation

/// The mediainfo program as an independent reference, if it is installed.
enum MediaInfoWitness {
    private static let program = "/usr/bin/mediainfo"

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// The fields of each type of track, by the names that policies use.
    static func fields(_ path: String) throws -> [String: [String: String]] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--Output=XML", path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        var tracks: [String: [String: String]] = [:]
        let track = /<track type="([A-Za-z]+)">(.*?)<\/track>/.dotMatchesNewlines()
        for match in String(decoding: bytes, as: UTF8.self).matches(of: track) {
            var fields: [String: String] = [:]
            for field in match.output.2.matches(of: /<([A-Za-z_]+)>([^<]*)<\//) {
                fields[String(field.output.1)] = String(field.output.2)
            }
            tracks[String(match.output.1)] = fields
        }
        return tracks
    }
}
