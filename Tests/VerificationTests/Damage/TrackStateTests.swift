import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// States of the header with which players show something else than the decoded pictures.
@Suite struct TrackStateTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The checks of a clip whose header is changed.
    private func checks(
        _ clip: (inout ClipForge) -> Void = { _ in },
        _ change: (inout Data, NestedBoxes) throws -> Void
    ) throws -> [Check] {
        let path = try folder.forge("clip.mp4") { forge in
            forge.frames = 48
            clip(&forge)
        }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        try change(&film, NestedBoxes(film))
        let file = MediaFile(path: try folder.write(film, as: "changed.mp4"))
        return file.verify(against: Expectation()).checks
    }

    private func results(_ code: CheckCode, _ checks: [Check]) -> [Check.Result?] {
        checks.filter { $0.code == code }.map(\.result)
    }

    private static let codes: [CheckCode] = [.tracks, .orientation, .audioEditList, .lateStart]

    @Test func anUntouchedHeaderPasses() throws {
        let checks = try checks { _, _ in }
        for code in Self.codes { #expect(results(code, checks) == [.pass], "\(code)") }
    }

    /// The last of the three bytes of flags: bit 0 is "enabled".
    @Test(arguments: [0, 1])
    func aDisabledTrackWarns(_ track: Int) throws {
        let checks = try checks { film, boxes in
            film[boxes.all("tkhd")[track].payload.lowerBound + 3] &= 0xFE
        }
        #expect(results(.tracks, checks) == [.warn])
        let name = track == 0 ? "picture" : "sound"
        #expect(checks.first { $0.code == .tracks }?.message.contains(name) == true)
    }

    @Test(arguments: [0, 1])
    func aWrongHandlerFails(_ track: Int) throws {
        let checks = try checks { film, boxes in
            let place = boxes.all("hdlr")[track].payload.lowerBound + 8
            film.replaceSubrange(place..<place + 4, with: Data("zzzz".utf8))
        }
        #expect(results(.tracks, checks).contains(.fail))
    }

    @Test(arguments: [0, 1])
    func anUnknownCodeOfAKnownCodecFails(_ track: Int) throws {
        let checks = try checks { film, boxes in
            let place = boxes.all("stsd")[track].payload.lowerBound + 12
            film.replaceSubrange(place..<place + 4, with: Data("zzzz".utf8))
        }
        let found = checks.first { $0.code == .tracks }
        #expect(found?.result == .fail)
        #expect(found?.measured == "zzzz")
    }

    /// The code of a codec that libav doesn't know, without the configuration of one that it knows.
    @Test func anUnknownCodecWarns() throws {
        let checks = try checks { film, boxes in
            let entry = boxes.all("stsd")[0].payload
            film.replaceSubrange(entry.dropFirst(12).prefix(4), with: Data("zzzz".utf8))
            let configuration = try #require(film.range(of: Data("avcC".utf8), in: entry))
            film.replaceSubrange(configuration, with: Data("free".utf8))
        }
        #expect(results(.tracks, checks) == [.warn])
    }

    /// The first and the fifth number of the matrix, which a rotation by 180° makes negative.
    private func matrix(_ signs: [Int]) throws -> [Check] {
        try checks { film, boxes in
            let matrix = boxes.all("tkhd")[0].payload.lowerBound + 40
            for place in signs { film.put(0xFFFF_0000, at: matrix + place * 4) }
        }
    }

    @Test func aPictureUpsideDownWarns() throws {
        let found = try matrix([0, 4]).first { $0.code == .orientation }
        #expect(found?.result == .warn)
        #expect(found?.measured == "turned by 180°")
    }

    @Test(arguments: [0, 4])
    func aMirroredPictureWarns(_ place: Int) throws {
        let found = try matrix([place]).first { $0.code == .orientation }
        #expect(found?.result == .warn)
        #expect(found?.measured == "mirrored")
    }

    /// Encoders need up to 0.15 s to start, which edit lists skip.
    @Test(arguments: [(UInt32(7_200), Check.Result.pass), (7_201, .warn), (12_288, .warn)])
    func skippedSoundWarns(_ samples: UInt32, _ result: Check.Result) throws {
        let checks = try checks { film, boxes in
            let list = boxes.all("elst")[1].payload.lowerBound
            film.put(samples, at: list + 12)
        }
        #expect(results(.audioEditList, checks) == [result])
    }

    /// Both tracks begin later: an empty edit in front of each, and no sound at all.
    @Test(arguments: [(MediaTime(seconds: 2), Check.Result.warn), (MediaTime.zero, .pass)])
    func aLateStartWarns(_ start: MediaTime, _ result: Check.Result) throws {
        try #require(FFmpegProgram.isInstalled)
        let source = try folder.forge("source.mp4") { $0.frames = 48 }
        let path = folder.file("late.mp4")
        try FFmpegProgram.convert(
            source, to: path,
            [
                "-c", "copy", "-output_ts_offset", "\(start.seconds)", "-avoid_negative_ts",
                "disabled",
            ]
        )
        let checks = MediaFile(path: path).verify(against: Expectation()).checks
        #expect(results(.lateStart, checks) == [result])
    }

    /// The tolerance is the one for starts, and three frames for the delay of the decoder.
    @Test(arguments: [(224, Check.Result.pass), (226, .warn)])
    func aLateStartIsMeasuredInTolerances(_ milliseconds: Int, _ result: Check.Result) throws {
        let checks = try checks({ $0.sound = nil }) { film, boxes in
            // An empty edit of that length in front of the only one; the movie counts milliseconds.
            let list = boxes.all("elst")[0]
            var edits = Data(count: 12)
            edits.put(UInt32(milliseconds), at: 0)
            edits.put(0xFFFF_FFFF, at: 4)
            edits.put(0x1_0000, at: 8)
            let first = film.subdata(in: list.payload.dropFirst(8).prefix(12))
            film.append(first, to: list)
            film.replaceSubrange(list.payload.dropFirst(8).prefix(12), with: edits)
            film.put(2, at: list.payload.lowerBound + 4)
        }
        #expect(results(.lateStart, checks) == [result])
    }
}
