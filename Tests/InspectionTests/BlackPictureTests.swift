import DailiesInspection
import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Compares the black range with what ffmpeg's filter finds in every picture of the same file: ours is
/// only asked about those that may be black.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct BlackPictureTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What the pictures 24 to 47 of a moving picture are, as filters of ffmpeg.
    private static let pictures = [
        // A white box over black: of 230,400 pixels 115 may be brighter than 10 %.
        "color=black,drawbox=100:100:w=10:h=10:c=white:t=fill",
        "color=black,drawbox=100:100:w=12:h=10:c=white:t=fill",
        "color=black,drawbox=100:100:w=40:h=40:c=white:t=fill",
        // Dark grey, around 10 %.
        "color=0x171717", "color=0x1a1a1a", "color=0x202020", "color=0x606060",
        // As dark a grey as is black, with lights.
        "color=0x171717,drawbox=100:100:w=10:h=10:c=white:t=fill",
        "color=0x171717,drawbox=100:100:w=14:h=14:c=white:t=fill",
        // Many small lights.
        "color=black,drawgrid=w=90:h=90:t=1:c=white",
        // Noise over black that mostly stays below the limit.
        "color=black,noise=c0s=14:c0f=u", "color=black,noise=c0s=60:c0f=u",
    ]

    @Test(arguments: pictures, ["tv", "pc"])
    func theFilterFindsTheSameInEveryPicture(_ picture: String, _ range: String) throws {
        let path = folder.file("clip.mp4")
        let (source, change) = picture.split(separator: ",", maxSplits: 1).map(String.init).pair
        let chain =
            "\(source):s=640x360:r=24:d=1\(change.map { ",\($0)" } ?? ""),setsar=1,format=yuv420p[b];"
            + "testsrc2=s=640x360:r=24:d=3,setsar=1,format=yuv420p,split[x][y];"
            + "[x]trim=end_frame=24[a];[y]trim=start_frame=48,setpts=PTS-STARTPTS[c];"
            + "[a][b][c]concat=n=3:v=1,scale=out_range=\(range)"
        try FFmpegProgram.convert(
            chain, to: path,
            [
                "-c:v", "libx264", "-qp", "2", "-pix_fmt", "yuv420p", "-color_range", range,
            ], reading: ["-f", "lavfi"])
        let said = try ExternalProgram.run(
            "/usr/bin/ffmpeg",
            [
                "-i", path, "-vf", "blackdetect=d=0.04:pic_th=0.9995:pix_th=0.10", "-f", "null",
                "-",
            ]
        ).errorOutput
        let wanted = said.firstMatch(of: /black_start:([0-9.]+) black_end:([0-9.]+)/).flatMap {
            match -> (Double, Double)? in
            guard let start = Double(match.1), let end = Double(match.2) else { return nil }
            return (start, end)
        }
        let checks = MediaFile(path: path).inspect(coverage: .everyPicture).checks
        let found = try #require(checks.first { $0.code == .blackFrames }).at
        #expect(found?.start.seconds == wanted?.0, "\(said.suffix(300))")
        #expect(abs((found?.end.seconds ?? 0) - (wanted?.1 ?? 0)) < 0.001)
    }
}

extension [String] {
    /// The first two elements.
    fileprivate var pair: (String, String?) { (self[0], count > 1 ? self[1] : nil) }
}
