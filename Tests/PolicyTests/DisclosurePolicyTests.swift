import DailiesDisclosure
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesPolicy

/// A house demands marks of its films.
@Suite struct DisclosurePolicyTests {
    private func results(_ tail: [UInt8]) throws -> [Check.Result?] {
        let folder = try TemporaryFolder()
        let clip = try Data(
            contentsOf: URL(fileURLWithPath: try folder.forge("plain.mp4") { _ in }))
        let path = try folder.write(clip + Data(tail), as: "clip.mp4")
        let measured = try MediaFile(path: path).measure()
        return try [
            ("DisclosureXMP", "present"), ("DigitalSourceType", "trainedAlgorithmicMedia"),
            ("DisclosureC2PA", "present"),
        ].map { field, value in
            let policy = """
                <?xml version="1.0"?>
                <policy type="and" name="house">
                <rule name="r" value="extra/\(field)" tracktype="General" occurrence="*" operator="=">\
                \(value)</rule>
                </policy>
                """
            let checks = try MediaConchPolicy(xml: Data(policy.utf8)).checks(measured)
            return checks.first { $0.code == .policyOutcome }?.result
        }
    }

    @Test func marksCanBeDemanded() throws {
        let box = XMPPacket(sourceType: .trainedAlgorithmicMedia).box
        #expect(try results(box) == [.pass, .pass, .fail])
        #expect(try results([]) == [.fail, .fail, .fail])
        #expect(try results(Array(box.dropLast())) == [.fail, .fail, .fail])
    }
}
