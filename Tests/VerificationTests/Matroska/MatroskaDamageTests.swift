import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Damage to Matroska and WebM files: nothing that ffmpeg notices goes unnoticed, and nothing
/// crashes or hangs.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct MatroskaDamageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func verify(_ film: Data, _ level: Verification.Level) throws -> Verification {
        MediaFile(path: try folder.write(film, as: "clip.webm")).verify(
            against: Expectation(audio: .present), level: level,
            limits: VerificationLimits(deadline: .seconds(20)))
    }

    private func result(_ code: CheckCode, _ verification: Verification) -> Check? {
        verification.checks.first { $0.code == code }
    }

    /// A kind of damage to the middle of a file.
    enum Damage: String, CaseIterable {
        case flip, noise, zeros, lost, twice, id

        func applied(to film: Data, _ chance: inout SeededGenerator) -> Data {
            var film = film
            let place = Int.random(in: film.count / 5..<film.count * 4 / 5, using: &chance)
            switch self {
            case .flip: film[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            case .noise:
                for offset in 0..<256 {
                    film[place + offset] = .random(in: .min ... .max, using: &chance)
                }
            case .zeros: film.replaceSubrange(place..<place + 2048, with: Data(count: 2048))
            case .lost: film.removeSubrange(place..<place + 2048)
            case .twice: film.insert(contentsOf: film.subdata(in: place..<place + 2048), at: place)
            case .id:
                // The beginning of a block.
                let blocks = MatroskaElement.all(in: film).filter { $0.id == 0xA3 }
                let block = blocks.randomElement(using: &chance)
                film[block?.offset ?? place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            }
            return film
        }
    }

    @Test(arguments: MatroskaClip.available)
    func whatFFmpegNoticesIsFound(_ kind: MatroskaClip) throws {
        let film = try kind.film()
        var (ours, theirs) = (0, 0)
        for damage in Damage.allCases {
            for seed in 1...3 as ClosedRange<UInt64> {
                var chance = SeededGenerator(seed: seed)
                let damaged = damage.applied(to: film, &chance)
                let verification = try verify(damaged, .decode)
                let isFound = verification.verdict == .fail
                let isNoticed = try !FFmpegProgram.decodes(folder.file("clip.webm"))
                #expect(isFound || !isNoticed, "\(damage), seed \(seed)")
                if isFound { ours += 1 }
                if isNoticed { theirs += 1 }
            }
        }
        print("\(kind): \(ours) of 18 kinds of damage found, ffmpeg notices \(theirs)")
        // Lost, repeated and zeroed pieces show in any codec.
        #expect(ours >= 8)
    }

    /// The header level reads no frames, and finds an element that no Matroska file has.
    @Test func anUnknownElementBetweenTheClustersIsDamage() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let cluster = try #require(MatroskaElement.all(in: film).last { $0.id == 0x1F43_B675 })
        #expect(try result(.conformance, verify(film, .header))?.result == .pass)
        film[cluster.offset + 1] ^= 0x40
        let verification = try verify(film, .header)
        let found = result(.conformance, verification)
        #expect(found?.result == .fail)
        #expect(found?.evidence?.byteOffset == Int64(cluster.offset))
        #expect(verification.action == .fetchAgain)
    }

    // MARK: Checksums

    /// ffmpeg writes checksums into Matroska files, but not into WebM files.
    @Test func aFlippedBitInAFrameIsFoundByItsChecksum() throws {
        try #require(MatroskaClip.available.contains(.hevc))
        var film = try MatroskaClip.hevc.film()
        let frame = MatroskaElement.blocks(in: film, track: 1)[20]
        film[frame.lowerBound + frame.count / 2] ^= 4
        let verification = try verify(film, .packets)
        let found = result(.frameChecksums, verification)
        #expect(found?.result == .fail)
        #expect(found?.measured == "1 wrong")
        let start = try #require(found?.evidence?.byteOffset)
        #expect(start < frame.lowerBound)
        #expect(verification.action == .fetchAgain)
        #expect(result(.headerChecksums, verification)?.result == .pass)
    }

    @Test func aFlippedBitInTheDescriptionIsFoundByItsChecksum() throws {
        try #require(MatroskaClip.available.contains(.h264))
        var film = try MatroskaClip.h264.film()
        let tracks = try #require(
            MatroskaElement.all(in: film).first { $0.id == 0x1654_AE6B })
        // The width, 320 pixels.
        let width = try #require(
            film.range(of: Data([0xB0, 0x82, 1, 64]), in: tracks.content))
        film[width.upperBound - 1] ^= 0x10
        let verification = try verify(film, .header)
        #expect(result(.headerChecksums, verification)?.result == .fail)
        #expect(verification.measurement?.video?.width == 336)
    }

    // MARK: The index

    @Test func anIndexThatPointsElsewhereWarns() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let place = try #require(MatroskaElement.all(in: film).last { $0.id == 0xF1 })
        #expect(try result(.cues, verify(film, .header))?.result == .pass)
        film[place.content.upperBound - 1] ^= 1
        let found = try result(.cues, verify(film, .header))
        #expect(found?.result == .warn)
        #expect(found?.measured == "1 wrong")
    }

    // MARK: Anything at all

    /// Thousands of damaged files: each gets a verdict in a short time.
    @Test(.timeLimit(.minutes(3)), arguments: MatroskaClip.available, [1, 2] as [UInt64])
    func rubbishNeverCrashesOrHangs(_ kind: MatroskaClip, _ seed: UInt64) throws {
        let film = try kind.film()
        let elements = MatroskaElement.all(in: film)
        let cluster = try #require(elements.first { $0.id == 0x1F43_B675 })
        var chance = SeededGenerator(seed: seed)
        var verdicts: Set<Verdict> = []
        for number in 0..<max(50, MutationCount.all / 200) {
            var damaged = film
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                guard let element = elements.randomElement(using: &chance) else { continue }
                // The description of the file; an element's ID and size; its content.
                let places = [
                    0..<cluster.offset, element.offset..<element.content.lowerBound,
                    element.content,
                ]
                let range = places.randomElement(using: &chance) ?? 0..<1
                guard let place = range.randomElement(using: &chance) else { continue }
                let bytes: [UInt8] = [0, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &chance)]
                damaged[place] = bytes.randomElement(using: &chance) ?? 0
            }
            let begun = ThreadClock.now
            let verification = try verify(damaged, number % 8 == 0 ? .decode : .packets)
            let cost = ThreadClock.now - begun
            #expect(!verification.checks.isEmpty)
            #expect(
                cost <= .seconds(5) || AddressSanitizer.isActive,
                "\(kind), seed \(seed), number \(number) took \(cost)")
            verdicts.insert(verification.verdict)
        }
        // Checksums find everything.
        let isHarmless = !verdicts.isDisjoint(with: [.pass, .warn])
        #expect(verdicts.contains(.fail) && (isHarmless || kind.container == "matroska"))
    }

    /// A description with more elements than any file has would take gigabytes of memory in libav.
    @Test(arguments: [2_000, 9_000_000])
    func aHugeDescriptionIsNotParsed(_ count: Int) throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let tracks = try #require(
            MatroskaElement.all(in: film).first { $0.id == 0x1654_AE6B })
        // Empty tracks; the element gets a size of eight bytes.
        let entries =
            film.subdata(in: tracks.content)
            + Data(repeatElement([0xAE, 0x80] as [UInt8], count: count).joined())
        var size = Data(withUnsafeBytes(of: UInt64(entries.count).bigEndian) { Data($0) })
        size[0] = 1
        let element = Data([0x16, 0x54, 0xAE, 0x6B]) + size + entries
        film.replaceSubrange(tracks.offset..<tracks.content.upperBound, with: element)
        let begun = ThreadClock.now
        let verification = try verify(film, .packets)
        #expect(verification.verdict == .fail)
        #expect(ThreadClock.now - begun < .seconds(2) || AddressSanitizer.isActive)
    }

    /// The time of a cluster is the largest number that eight bytes hold, and a block is later still.
    @Test func aTimeBeyondAllNumbersIsDamage() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let elements = MatroskaElement.all(in: film)
        let cluster = try #require(elements.first { $0.id == 0x1F43_B675 })
        let end = cluster.content.upperBound
        // In a cluster of its own at the end of the file, whose segment is taken to its end.
        let block: [UInt8] = [0xA3, 0x85, 0x81, 0x00, 0x05, 0x80, 0x00]
        let time: [UInt8] = [0xE7, 0x88, 0x7F] + [UInt8](repeating: 0xFF, count: 7)
        let content = film.subdata(in: cluster.content.lowerBound..<end)
        film.replaceSubrange(
            cluster.content.lowerBound..<cluster.content.lowerBound + time.count + block.count,
            with: time + block)
        #expect(content.count > time.count + block.count)
        for level in Verification.Level.allCases {
            #expect(try verify(film, level).verdict != .pass)
        }
    }
}
