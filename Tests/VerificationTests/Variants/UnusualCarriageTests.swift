import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Files as cameras and packagers write them, which don't fail.
@Suite struct UnusualCarriageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A clip with two slices in each picture, of which the second has no length but a start code in
    /// the pictures with these numbers.
    private func startCodes(
        in pictures: (Int) -> Bool, code: UInt32 = 1
    ) throws -> Verification {
        var forge = ClipForge()
        forge.frames = 24
        forge.grain = 6
        forge.x264 = ["preset": "veryfast", "x264-params": "slices=2:bframes=0:aud=0"]
        var film = try forge.film()
        let layout = try ClipLayout(film)
        for (number, picture) in layout.pictures.enumerated() where pictures(number) {
            let length = picture.length.lowerBound
            let size = Int(film.number(at: length))
            let second = length + 4 + size
            let rest = Int(film.number(at: second))
            film.put(UInt32(size + 4 + rest), at: length)
            film.put(code, at: second)
        }
        return MediaFile(path: try folder.write(film, as: "codes.mp4"))
            .verify(against: Expectation(), level: .decode)
    }

    private func result(_ code: CheckCode, _ verification: Verification) -> Check? {
        verification.checks.first { $0.code == code }
    }

    @Test func startCodesBetweenSlicesWarn() throws {
        let verification = try startCodes { $0 % 4 == 3 }
        #expect(result(.unitSyntax, verification)?.result == .warn)
        #expect(result(.codingSyntax, verification)?.result == .pass)
        #expect(verification.verdict == .warn)
    }

    /// Slow motion of some phones: a prefix unit in front of each slice, and one length for both.
    @Test func startCodesBehindPrefixUnitsWarn() throws {
        var forge = ClipForge()
        forge.frames = 24
        forge.grain = 6
        forge.sound = nil
        forge.x264 = ["preset": "veryfast", "x264-params": "slices=2:bframes=0:aud=0"]
        var film = try forge.film()
        for picture in try ClipLayout(film).pictures.dropFirst() {
            // The first slice takes the type of a prefix unit.
            let length = picture.length.lowerBound
            let size = Int(film.number(at: length))
            let second = length + 4 + size
            let rest = Int(film.number(at: second))
            film[length + 4] = 0x6E
            film.put(UInt32(size + 4 + rest), at: length)
            film.put(1, at: second)
        }
        let verification = MediaFile(path: try folder.write(film, as: "prefix.mp4"))
            .verify(against: Expectation(), level: .packets)
        #expect(result(.unitSyntax, verification)?.result == .warn)
        #expect(verification.verdict == .warn)
    }

    /// Zeros in the place of the second length are damage.
    @Test func zerosBetweenSlicesFail() throws {
        let verification = try startCodes(in: { $0 == 3 }, code: 0)
        #expect(result(.unitSyntax, verification)?.result == .fail)
    }

    /// A second sample description of another size, as cameras write when they change the size.
    @Test func severalSampleDescriptionsAreNotCompared() throws {
        let path = try folder.forge("clip.mp4") { $0.frames = 24 }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let list = try #require(NestedBoxes(film).all("stsd").first)
        var entry = film.subdata(in: list.payload.dropFirst(8))
        // Width and height follow the reserved numbers.
        entry.replaceSubrange(32..<36, with: [0, 160, 0, 90])
        film.append(entry, to: list)
        film.put(2, at: list.payload.lowerBound + 4)
        let file = MediaFile(path: try folder.write(film, as: "two.mp4"))
        let verification = file.verify(against: Expectation())
        #expect(result(.storedFrameSize, verification)?.execution == .skipped)
        #expect(verification.verdict == .pass)
    }

    /// Captions in a file with a fragment for each picture, whose times libav reads wrongly.
    @Test func fragmentedCaptionsDoNotFail() throws {
        try #require(FFmpegProgram.isInstalled)
        let source = try folder.forge("source.mp4") {
            $0.frames = 60
            $0.x264["g"] = "12"
        }
        let words =
            "1\n00:00:00,100 --> 00:00:01,500\nLight\n\n"
            + "2\n00:00:01,600 --> 00:00:02,400\nDark\n\n"
        let captions = try folder.write(Data(words.utf8), as: "words.srt")
        let path = folder.file("captions.mp4")
        try FFmpegProgram.convert(
            source, to: path,
            ["-i", captions, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text"]
                + ["-movflags", "frag_every_frame+empty_moov"])
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .decode)
        #expect(verification.findings.filter { $0.result == .fail } == [])
    }

    /// A codec whose decoder reports hardly any damage passes with a reservation in words.
    @Test(arguments: [("libx265", true), ("libx264", false)])
    func aPassSaysWhatTheDecoderDoesNotReport(_ encoder: String, _ isReserved: Bool) throws {
        try #require(FFmpegProgram.isInstalled)
        guard FFmpegProgram.encodes([encoder]) else { return }
        let source = try folder.forge("source.mp4") { $0.frames = 12 }
        let path = folder.file("coded.mp4")
        try FFmpegProgram.convert(source, to: path, ["-c:v", encoder, "-preset", "ultrafast"])
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .decode)
        let syntax = result(.codingSyntax, verification)
        #expect(syntax?.result == .pass)
        #expect(syntax?.message.contains("hardly reports") == isReserved)
    }
}
