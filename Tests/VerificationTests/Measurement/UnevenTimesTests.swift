import DailiesBitstream
import DailiesMedia
import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Testing

/// Presentation times that differ from the frame rate, in a file whose decoding times don't fit.
@Suite struct UnevenTimesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes a clip of 41 pictures: of the 40 steps, some are a fifth longer or shorter than the
    /// others.
    private func write(oddSteps: Int) throws -> String {
        let count = 41
        let rate = try #require(FrameRate(24))
        let encoder = try Encoder.x264(
            PictureFormat(width: 64, height: 64), frameRate: rate,
            options: ["preset": "ultrafast", "bf": "0"])
        let path = folder.file("uneven.mp4")
        let muxer = try Muxer.create(path)
        let stream = try muxer.addStream(
            try encoder.parameters(),
            timeBase: StreamInfo.TimeBase(numerator: 1, denominator: 24_000),
            rotation: 0)
        try muxer.begin(["video_track_timescale": "24000"])
        var written = 0
        for number in 0..<count {
            let frame = try Frame.picture(width: 64, height: 64)
            for plane in 0..<3 {
                frame.withPlane(plane) { bytes, _ in bytes.update(repeating: UInt8(100 + number)) }
            }
            frame.pts = Int64(number)
            try encoder.send(frame)
            try writePackets(encoder, to: muxer, stream, &written, oddSteps)
        }
        try encoder.drain()
        try writePackets(encoder, to: muxer, stream, &written, oddSteps)
        try muxer.finish()
        return path
    }

    private func writePackets(
        _ encoder: borrowing Encoder, to muxer: borrowing Muxer, _ stream: Int,
        _ written: inout Int,
        _ oddSteps: Int
    ) throws {
        let packet = try Packet()
        while try encoder.receive(into: packet) {
            packet.stream = stream
            // A late picture makes the step before it longer and the one after it shorter; the last
            // picture has no step after it.
            let isLate =
                written % 2 == 1 && written < oddSteps || written == 40 && oddSteps % 2 == 1
            packet.pts = Int64(written * 1000 + 2000 + (isLate ? 200 : 0))
            // Decoding times that fit no display step.
            packet.dts = Int64(written * 1000 + (written % 2 == 1 ? 300 : 0))
            packet.duration = 1000
            try muxer.write(packet)
            written += 1
        }
    }

    /// Up to a tenth of the steps may differ before the times count as broken.
    @Test(arguments: [(4, Check.Result.warn), (5, .fail)])
    func aTenthOfTheStepsIsTheLimit(_ oddSteps: Int, _ result: Check.Result) throws {
        let path = try write(oddSteps: oddSteps)
        let timing = MediaFile(path: path).verify(against: Expectation(), level: .packets).checks
            .first { $0.code == .frameTiming }
        #expect(timing?.measured == "\(oddSteps) of 40 steps differ")
        #expect(timing?.result == result)
    }
}
