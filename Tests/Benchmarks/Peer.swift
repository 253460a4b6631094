import Foundation

/// Another tool that measures media files.
struct Peer {
    let name: String
    let program: String
    let arguments: [String]
    /// What follows the file's name.
    var trailing: [String] = []
    /// The option in front of the file's name, where there must be one.
    var input: String?
    /// The depths at which we answer the same questions.
    let answers: [Depth]
    /// Whether the program times itself from inside and prints seconds for one file.
    var timesItself = false

    static let all = [
        Peer(
            name: "ffprobe (process a file)", program: "/usr/bin/ffprobe",
            arguments: ["-v", "error", "-show_format", "-show_streams", "-of", "json"],
            answers: [.header, .packets]),
        Peer(
            name: "ffprobe counting packets", program: "/usr/bin/ffprobe",
            arguments: ["-v", "error", "-count_packets", "-show_streams", "-of", "json"],
            answers: [.packets]),
        Peer(
            name: "mediainfo (process a file)", program: "/usr/bin/mediainfo",
            arguments: ["--Output=JSON"], answers: [.header]),
        Peer(
            name: "ffmpeg decoding (process)", program: "/usr/bin/ffmpeg",
            arguments: ["-v", "error", "-nostdin", "-xerror", "-err_detect", "explode"],
            trailing: ["-f", "null", "-"], input: "-i", answers: [.decode]),
        Peer(
            name: "ffmpeg filters (process)", program: "/usr/bin/ffmpeg",
            arguments: ["-v", "error", "-nostdin"],
            trailing: [
                "-vf", "blackdetect=d=0.04:pic_th=0.98,freezedetect=n=-60dB:d=0.4",
                "-af", "silencedetect=n=-60dB:d=0.5,ebur128=peak=true", "-f", "null", "-",
            ], input: "-i", answers: [.content, .everyPicture]),
        Peer(
            name: "PyAV open (in process)", program: "/usr/bin/env",
            arguments: ["python3", "-c", script], answers: [.header], timesItself: true),
    ]

    /// Opens each file as a Python program would to learn duration, size and audio presence.
    private static let script = """
        import sys, time, av
        def once():
            start = time.perf_counter()
            for path in sys.argv[1:]:
                with av.open(path) as container:
                    [(s.type, s.duration) for s in container.streams]
            return (time.perf_counter() - start) / len(sys.argv[1:])
        once()
        print(sorted(once() for _ in range(5))[2])
        """

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// What it is started with for one file.
    func command(_ file: String) -> [String] {
        arguments + [input, file].compactMap(\.self) + trailing
    }

    /// Runs it over the files; `false` where it fails.
    func run(_ files: [String]) -> Bool {
        if timesItself { return Self.output(program, arguments + files) != nil }
        return files.allSatisfy { file in
            Self.output(program, command(file)) != nil
        }
    }

    /// What a program that times itself says; `nil` for the others.
    func secondsInside(_ files: [String]) -> Double? {
        guard timesItself else { return nil }
        return Self.output(program, arguments + files)
            .flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// What a program writes; `nil` where it can't be started or fails.
    static func output(_ program: String, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let bytes = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
