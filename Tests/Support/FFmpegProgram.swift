import Foundation

/// The ffmpeg program as an independent witness, where it is installed.
package enum FFmpegProgram {
    private static let program = "/usr/bin/ffmpeg"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Whether it can write with all these encoders; `copy` is none.
    package static func encodes(_ names: [String]) -> Bool {
        names.allSatisfy { $0 == "copy" || encoders.contains(" \($0) ") }
    }

    private static let encoders: String = {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-v", "error", "-encoders"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        guard (try? process.run()) != nil else { return "" }
        let list = try? output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return String(decoding: list ?? Data(), as: UTF8.self)
    }()

    /// Converts a file, silently; throws where ffmpeg fails.
    ///
    /// - Parameter reading: options for the source.
    package static func convert(
        _ source: String, to target: String, _ options: [String], reading: [String] = []
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-v", "error", "-y"] + reading + ["-i", source] + options + [target]
        process.standardInput = FileHandle.nullDevice
        // Some encoders greet in spite of -v.
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The brightness of a picture's pixels, 0 to 255, row after row (ITU-R BT.709).
    package static func brightness(of path: String) throws -> [Int] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let bytes = Array(try output.fileHandleForReading.readToEnd() ?? Data())
        process.waitUntilExit()
        return stride(from: 0, to: bytes.count - 2, by: 3).map { (place: Int) -> Int in
            let red = 0.2126 * Double(bytes[place])
            let green = 0.7152 * Double(bytes[place + 1])
            let blue = 0.0722 * Double(bytes[place + 2])
            return Int((red + green + blue).rounded())
        }
    }

    /// The chapters of a file, each as its title and its times in seconds.
    package static func chapters(of path: String) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffprobe")
        process.arguments = [
            "-v", "error", "-show_chapters", "-show_entries",
            "chapter=start_time,end_time:tags=title",
            "-of", "csv=p=0", path,
        ]
        process.standardOutput = output
        try process.run()
        let written = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        let rows = String(decoding: written ?? Data(), as: UTF8.self).split(separator: "\n")
        // The file's own title stands alone in its row.
        return rows.map { $0.split(separator: ",") }.filter { $0.count == 3 }
            .map { "\($0[2]) \($0[0]) \($0[1])" }
    }

    /// The integrated loudness of a file's sound, in LUFS, as ffmpeg's ebur128 measures it.
    package static func loudness(of path: String) throws -> Double {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-nostats", "-i", path, "-af", "ebur128", "-f", "null", "-"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = output
        try process.run()
        let written = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        let rows = String(decoding: written ?? Data(), as: UTF8.self).split(separator: "\n")
        let last = rows.last { $0.contains("I:") && $0.contains("LUFS") }
        return last?.split(separator: " ").compactMap { Double($0) }.last ?? 0
    }

    /// What it has to say while it decodes a whole file; nothing where it is content.
    package static func warnings(decoding path: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-v", "warning", "-i", path, "-f", "null", "-"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = output
        try process.run()
        let written = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return String(decoding: written ?? Data(), as: UTF8.self)
    }

    /// Has ffprobe read a file with options of one's own, whatever comes of it.
    package static func probe(_ path: String, _ options: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffprobe")
        process.arguments = ["-v", "quiet"] + options + [path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }
}
