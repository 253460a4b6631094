import Foundation

/// The programs ffmpeg and ffprobe as an independent reference, if they are installed.
package enum FFmpegProgram {
    private static let program = "/usr/bin/ffmpeg"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Whether ffmpeg has all these encoders; `copy` always counts as one.
    package static func encodes(_ names: [String]) -> Bool {
        names.allSatisfy { $0 == "copy" || encoders.contains(" \($0) ") }
    }

    private static let encoders: String = {
        let list = try? output(of: program, ["-v", "error", "-encoders"])
        return String(decoding: list ?? Data(), as: UTF8.self)
    }()

    private static let ffprobe = "/usr/bin/ffprobe"

    /// Runs a program to its end, and returns what it writes.
    ///
    /// - Parameter talk: whether its standard error is returned, and not its standard output.
    private static func output(
        of program: String, _ arguments: [String], talk: Bool = false
    ) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        if talk { process.standardError = output } else { process.standardOutput = output }
        try process.run()
        let written = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return written ?? Data()
    }

    private static func rows(_ written: Data) -> [Substring] {
        String(decoding: written, as: UTF8.self).split(separator: "\n")
    }

    /// Converts a file; throws if ffmpeg fails.
    ///
    /// - Parameter reading: the input options.
    package static func convert(
        _ source: String, to target: String, _ options: [String], reading: [String] = []
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-v", "error", "-y"] + reading + ["-i", source] + options + [target]
        process.standardInput = FileHandle.nullDevice
        // Some encoders print a banner in spite of -v.
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The luma of a picture's pixels, 0 to 255, row by row (ITU-R BT.709).
    package static func brightness(of path: String) throws -> [Int] {
        let bytes = Array(
            try output(
                of: program,
                ["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]))
        return stride(from: 0, to: bytes.count - 2, by: 3).map { (place: Int) -> Int in
            let red = 0.2126 * Double(bytes[place])
            let green = 0.7152 * Double(bytes[place + 1])
            let blue = 0.0722 * Double(bytes[place + 2])
            return Int((red + green + blue).rounded())
        }
    }

    /// The chapters of a file: title, start and end in seconds.
    package static func chapters(of path: String) throws -> [String] {
        let written = try output(
            of: ffprobe,
            [
                "-v", "error", "-show_chapters", "-show_entries",
                "chapter=start_time,end_time:tags=title", "-of", "csv=p=0", path,
            ])
        // The title of the file is alone in its row.
        return rows(written).map { $0.split(separator: ",") }.filter { $0.count == 3 }
            .map { "\($0[2]) \($0[0]) \($0[1])" }
    }

    /// The integrated loudness of a file in LUFS, measured by ffmpeg's filter ebur128.
    package static func loudness(of path: String) throws -> Double {
        let written = try output(
            of: program, ["-nostats", "-i", path, "-af", "ebur128", "-f", "null", "-"], talk: true)
        let last = rows(written).last { $0.contains("I:") && $0.contains("LUFS") }
        return last?.split(separator: " ").compactMap { Double($0) }.last ?? 0
    }

    /// The warnings and errors while ffmpeg decodes a whole file; empty if there are none.
    package static func warnings(decoding path: String) throws -> String {
        let written = try output(
            of: program, ["-v", "warning", "-i", path, "-f", "null", "-"], talk: true)
        return String(decoding: written, as: UTF8.self)
    }

    /// What ffprobe says about a file, by name; all frames are decoded and counted.
    ///
    /// - Parameter stream: such as `v:0`.
    package static func facts(of path: String, stream: String) throws -> [String: String] {
        let written = try output(
            of: ffprobe,
            [
                "-v", "error", "-count_frames", "-count_packets", "-select_streams", stream,
                "-show_streams", "-of", "default=nw=1", path,
            ])
        return Dictionary(
            rows(written).map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
                .filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    }

    /// Whether ffmpeg, told to end at the first error, decodes a whole file.
    package static func decodes(_ path: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "-v", "quiet", "-xerror", "-err_detect", "explode", "-i", path, "-f", "null", "-",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// Runs ffprobe on a file with options, and ignores its result.
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

extension FFmpegProgram {
    /// The structural similarity of two files with one grey picture each, by ffmpeg's filter ssim.
    package static func similarity(
        _ one: String, _ other: String, width: Int, height: Int
    ) throws -> Double {
        let input = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", "\(width)x\(height)", "-i"]
        let written = try output(
            of: program,
            ["-v", "error"] + input + [one] + input + [other]
                + ["-lavfi", "ssim=stats_file=-", "-f", "null", "/dev/null"])
        let words = String(decoding: written, as: UTF8.self).split(separator: " ")
        let all = words.first { $0.hasPrefix("All:") }
        return all.flatMap { Double($0.dropFirst(4)) } ?? 0
    }
}
