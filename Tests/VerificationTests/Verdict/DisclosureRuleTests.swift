import DailiesDisclosure
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesVerification

/// Both marks as `verify` reports them.
@Suite struct DisclosureRuleTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The check of XMP of a clip with bytes behind it.
    private func check(_ tail: [UInt8]) throws -> Check {
        let clip = try Data(
            contentsOf: URL(fileURLWithPath: try folder.forge("plain.mp4") { _ in }))
        let path = try folder.write(clip + Data(tail), as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .header)
        #expect(
            verification.checks.contains { $0.code == .manifestDisclosure && $0.result == .pass })
        let measured = try #require(verification.measurement)
        let copy = try JSONDecoder().decode(
            MediaMeasurement.self, from: JSONEncoder().encode(measured))
        #expect(copy == measured)
        #expect(measured.disclosure != nil)
        return try #require(verification.checks.first { $0.code == .xmpDisclosure })
    }

    @Test func presentAbsentAndBrokenMarksAreToldApart() throws {
        let box = XMPPacket(sourceType: .trainedAlgorithmicMedia).box
        let present = try check(box)
        #expect(present.result == .pass)
        #expect(present.measured == "present: trainedAlgorithmicMedia")
        #expect(try check([]).measured == "absent")
        #expect(try check([]).result == .pass)
        let broken = try check(Array(box.dropLast(20)))
        #expect(broken.result == .warn)
        #expect(broken.measured == "broken")
        #expect(broken.message.contains("beyond the end"))
    }
}
