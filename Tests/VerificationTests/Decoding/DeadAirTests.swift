import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Testing

/// The silence at both ends of the sound, which is only reported.
@Suite struct DeadAirTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func deadAir(_ change: (inout ClipForge) -> Void) throws -> Check? {
        let path = try folder.forge { forge in
            forge.frames = 72
            change(&forge)
        }
        return MediaFile(path: path).verify(against: Expectation(), level: .decode).checks
            .first { $0.code == .deadAir }
    }

    /// The seconds at the beginning and the end.
    private func seconds(_ check: Check?) throws -> (start: Double, end: Double) {
        let words = try #require(check?.measured)
        let match = try #require(
            words.firstMatch(of: /([0-9.]+) s at the beginning, ([0-9.]+) s at the end/))
        return (try #require(Double(match.output.1)), try #require(Double(match.output.2)))
    }

    /// Blocks of sound have 1024 samples, and AAC spreads sound over two of them.
    private static let accuracy = 0.05

    @Test func bothEndsAreMeasured() throws {
        let head = try deadAir { $0.sound?.muted = 0..<12 }
        #expect(head?.result == .pass)
        #expect(abs(try seconds(head).start - 0.5) < Self.accuracy)
        #expect(try seconds(head).end < Self.accuracy)
        let tail = try deadAir { $0.sound?.silentFrom = 48 }
        #expect(try seconds(tail).start < Self.accuracy)
        #expect(abs(try seconds(tail).end - 1) < Self.accuracy)
    }

    /// -60 dBFS is the limit: a peak of 0.001.
    @Test(arguments: [(0.002, false), (0.0005, true)])
    func quietSoundIsSilent(_ level: Double, _ isSilent: Bool) throws {
        let check = try deadAir { $0.sound?.level = level }
        #expect((check?.measured == "throughout") == isSilent)
    }
}
