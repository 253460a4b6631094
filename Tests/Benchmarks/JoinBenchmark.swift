import DailiesAssembly
import DailiesTestSupport
import Foundation

/// Times the join of sixty clips beside copying their bytes and beside other people's joins.
enum JoinBenchmark {
    static func run() throws {
        let folder = try TemporaryFolder()
        let clips = try forge(in: folder)
        print(
            "joining \(clips.count) clips; what encodes sound once, the rest \(Stopwatch.rounds) times"
        )

        let copying = row("copying the clips' bytes") { copy(clips, to: folder) }
        let pictures = row("dailies, picture only") { join(clips, folder, hasSound: false) }
        print(Ratio(slow: pictures, fast: copying))
        let whole = once("dailies") { join(clips, folder) }
        let list = try concatList(clips, in: folder)
        for peer in JoinPeer.all(clips, list: list, output: folder.file("peer")) {
            guard peer.isInstalled else { continue }
            let row = once(peer.name) { _ = peer.run() }
            print(Ratio(slow: row, fast: whole))
        }
        let hour = Array(repeating: clips, count: 12).flatMap(\.self)
        let (short, long) = (peak { join(clips, folder) }, peak { join(hour, folder) })
        print(
            "memory for \(hour.count) clips: \(Row.figure(Double(long) / Double(short))) × "
                + "that for \(clips.count)")
    }

    private static func once(_ name: String, _ work: () -> Void) -> Row {
        let seconds = ContinuousClock().measure(work) / .seconds(1)
        let row = Row(name: name, seconds: seconds, footprint: nil)
        print(row)
        return row
    }

    private static func row(_ name: String, _ work: () -> Void) -> Row {
        let row = Row(name: name, seconds: Stopwatch.median(work), footprint: nil)
        print(row)
        return row
    }

    /// Four clips of five seconds, each fifteen times.
    private static func forge(in folder: TemporaryFolder) throws -> [String] {
        let clips = try (1...4).map { number in
            try folder.forge("\(number).mp4") { forge in
                (forge.width, forge.height, forge.frames) = (1920, 1080, 121)
                forge.id = number
                forge.grain = 6
                forge.x264 = ["preset": "veryfast", "b": "7000000"]
            }
        }
        return Array(repeating: clips, count: 15).flatMap(\.self)
    }

    private static func join(
        _ clips: [String], _ folder: TemporaryFolder, hasSound: Bool = true
    ) {
        var settings = AssemblySettings()
        settings.hasSound = hasSound
        let assembler = Assembler(settings: settings)
        guard let plan = try? assembler.plan(clips) else { return }
        _ = try? assembler.perform(plan, to: folder.file("film.mp4"), overwrite: true)
    }

    /// What the system's own copying takes, written out to the disk like a film.
    private static func copy(_ files: [String], to folder: TemporaryFolder) {
        let target = folder.file("copy")
        unlink(target)
        let output = open(target, O_WRONLY | O_CREAT, 0o644)
        for file in files {
            let input = open(file, O_RDONLY)
            while sendfile(output, input, nil, 1 << 30) > 0 {}
            close(input)
        }
        fsync(output)
        close(output)
    }

    private static func concatList(_ clips: [String], in folder: TemporaryFolder) throws -> String {
        let rows = clips.map { "file '\($0)'" }.joined(separator: "\n")
        return try folder.write(Data(rows.utf8), as: "list.txt")
    }

    /// The process's highest memory so far, in kilobytes, after some work.
    private static func peak(_ work: () -> Void) -> Int {
        work()
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? 0
    }
}

/// Another tool that joins clips.
struct JoinPeer {
    let name: String
    let program: String
    let arguments: [String]

    static func all(_ clips: [String], list: String, output: String) -> [JoinPeer] {
        let concat = ["-v", "error", "-nostdin", "-y", "-f", "concat", "-safe", "0", "-i", list]
        return [
            JoinPeer(
                name: "ffmpeg, copying all (drifts)", program: "/usr/bin/ffmpeg",
                arguments: concat + ["-c", "copy", output + ".mp4"]),
            JoinPeer(
                name: "ffmpeg, sound encoded", program: "/usr/bin/ffmpeg",
                arguments: concat + [
                    "-c:v", "copy", "-c:a", "aac", "-b:a", "256k", output + ".mp4",
                ]
            ),
            JoinPeer(
                name: "mkvmerge (drifts)", program: "/usr/bin/mkvmerge",
                arguments: ["-q", "-o", output + ".mkv"]
                    + clips.enumerated().flatMap { $0 == 0 ? [$1] : ["+", $1] }),
            JoinPeer(
                name: "melt, all encoded, 2 clips of 60", program: "/usr/bin/melt",
                arguments: ["-silent"] + clips.prefix(2)
                    + ["-consumer", "avformat:\(output).mp4", "vcodec=libx264", "acodec=aac"]),
        ]
    }

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    func run() -> Bool { Peer.output(program, arguments) != nil }
}
