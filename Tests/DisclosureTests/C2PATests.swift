import DailiesContainer
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesDisclosure

/// Forged manifest stores; `SigningTests` reads real ones.
@Suite struct C2PATests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func box(_ type: String, _ content: [UInt8], size: UInt32? = nil) -> [UInt8] {
        (size ?? UInt32(content.count + 8)).bigEndianBytes + Array(type.utf8) + content
    }

    private static let storeType: [UInt8] =
        [0x63, 0x32, 0x70, 0x61, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]

    private func manifest(_ text: String) -> [UInt8] {
        box("jumb", box("jumd", Array(repeating: 7, count: 17)) + box("cbor", Array(text.utf8)))
    }

    private func store(_ manifests: [UInt8]) -> [UInt8] {
        box("jumb", box("jumd", Self.storeType + [3] + Array("c2pa\0".utf8)) + manifests)
    }

    private func user(
        _ content: [UInt8], purpose: String = "manifest", version: UInt8 = 0, size: UInt32? = nil
    ) -> [UInt8] {
        let head = [version, 0, 0, 0] + Array(purpose.utf8) + [0] + Array(repeating: 0, count: 8)
        return box("uuid", UserBox.Kind.c2pa.uuid + head + content, size: size)
    }

    private func mark(_ boxes: [UInt8]...) throws -> DisclosureMarks.Mark {
        let file = box("ftyp", Array("isom\0\0\0\0".utf8)) + boxes.joined()
        return try DisclosureMarks(path: try folder.write(Data(file), as: "marked.mp4")).c2pa
    }

    private static let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/"

    @Test func theActiveManifestSaysHowTheFileWasMade() throws {
        let camera = manifest("\(Self.uri)digitalCapture")
        // In CBOR the first byte of the next item may be a letter.
        let model = manifest("x\(Self.uri)trainedAlgorithmicMediafwhen")
        #expect(try mark(user(store(camera + model))) == .present([.trainedAlgorithmicMedia]))
        #expect(try mark(user(store(model + camera))).sourceTypes.map(\.term) == ["digitalCapture"])
        #expect(try mark(user(store(manifest("")))) == .present([]))
        // Digests of parts of a film come in boxes of their own.
        #expect(
            try mark(user(store(model)), user([1, 2], purpose: "merkle")).state == .present)
    }

    /// What was added later is in a second box, and the first one is then called the original.
    @Test func anUpdatedManifestIsPresent() throws {
        let model = user(store(manifest("\(Self.uri)trainedAlgorithmicMedia")), purpose: "original")
        let update = user(store(manifest("")), purpose: "update")
        let edit = user(store(manifest("\(Self.uri)compositeSynthetic")), purpose: "update")
        #expect(try mark(model, update) == .present([.trainedAlgorithmicMedia]))
        #expect(try mark(update, model) == .present([.trainedAlgorithmicMedia]))
        #expect(try mark(user(store(manifest("a"))), update) == .present([]))
        #expect(try mark(model, edit) == .present([.compositeSynthetic]))
        for boxes in [
            [update], [model, model], [model, update, update],
            [model, user([], purpose: "update")], [model, user(store(manifest("a")))],
        ] {
            #expect(try mark(Array(boxes.joined())).state == .broken)
        }
    }

    @Test func damagedStoresAreBroken() throws {
        let good = store(manifest("a"))
        let bad: [[UInt8]] = [
            user(good, version: 1), user([]), user(Array(good.dropLast())), user(store([])),
            user(good, size: .max), user(good, size: 30), user(good, purpose: "merkle"),
            user(good, purpose: String(repeating: "m", count: 90)), user(good, purpose: "others"),
            user(store(box("jumb", [], size: .max))), user(store(box("jumb", [], size: 7))),
            user(box("jumb", box("jumd", Array(repeating: 7, count: 17)))),
        ]
        for (number, bytes) in bad.enumerated() {
            #expect(try mark(bytes).state == .broken, "\(number)")
        }
        #expect(try mark(user(good), user(good)).state == .broken)
    }

    @Test func randomDamageNeverCrashes() throws {
        let bytes = user(store(manifest("\(Self.uri)trainedAlgorithmicMedia")))
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0...3 {
                damaged[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            _ = try mark(damaged)
        }
        for count in 25..<bytes.count {
            #expect(try mark(Array(bytes.prefix(count))).state == .broken)
        }
    }
}
