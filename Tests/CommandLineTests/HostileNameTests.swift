import DailiesTestSupport
import Foundation
import Testing

/// Real films under names that libav takes for addresses, patterns or lists of files.
@Suite struct HostileNameTests {
    private let folder: TemporaryFolder
    private let watchedClip: WatchedClip
    private let connectionCounter: ConnectionCounter

    init() throws {
        folder = try TemporaryFolder()
        watchedClip = try WatchedClip(in: folder)
        connectionCounter = try ConnectionCounter()
    }

    private var names: [String] {
        [
            "concat:canary.mp4|canary.mp4", "file:canary.mp4", "pipe:0", "-", "-0.mp4",
            "subfile,,start,0,end,0,,:canary.mp4", "cache:canary.mp4", "canary.mp4\n",
            "a\nb.mp4", "100%d%s%n.mp4", "can%61ry.mp4", "%08d.mp4", "*.mp4", "data:,x",
            "http://127.0.0.1:\(connectionCounter.port)/canary.mp4",
            "tcp://127.0.0.1:\(connectionCounter.port)/x",
        ]
    }

    @Test(arguments: ["header", "packets", "decode", "content"])
    func everyNameIsOneFile(_ level: String) throws {
        let clip = folder.file("clip.mp4")
        try ClipForge().write(to: clip)
        for name in names {
            let path = URL(fileURLWithPath: folder.path + "/" + name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.linkItem(atPath: clip, toPath: path.path)
        }
        let operands = names.map { $0.hasPrefix("-") ? "./" + $0 : $0 }
        let result = try DailiesProcess(
            ["verify", "--json", "--level", level] + operands, in: folder.path,
            input: watchedClip.path + "\n"
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        #expect(result.output.split(separator: "\n").count == names.count)
        #expect(!watchedClip.wasOpened)
        #expect(try connectionCounter.newConnections() == 0)
    }
}
