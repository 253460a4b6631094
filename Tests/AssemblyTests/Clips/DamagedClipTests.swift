import DailiesBitstream
import DailiesMedia
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// A clip with a damaged payload is refused, whether it would be copied or conformed.
@Suite struct DamagedClipTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A way to damage the picture that is decoded third.
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        /// What the message says about it.
        let words: String
        let damage: @Sendable (inout Data, ClipLayout.Picture) -> Void
        var testDescription: String { name }
    }

    static let faults = [
        Fault(name: "zeroed packet", words: "NAL units don't add up") { film, picture in
            let packet = picture.length.lowerBound..<picture.slice.upperBound
            film.replaceSubrange(packet, with: Data(count: packet.count))
        },
        Fault(name: "zeros inside the slice", words: "bytes that the codec forbids") {
            film, picture in
            let middle = picture.slice.lowerBound + picture.slice.count / 2
            film.replaceSubrange(middle..<middle + 16, with: Data(count: 16))
        },
        Fault(name: "length too large by one", words: "NAL units don't add up") { film, picture in
            film.put(film.number(at: picture.length.lowerBound) + 1, at: picture.length.lowerBound)
        },
        Fault(name: "invalid header", words: "invalid header") { film, picture in
            film[picture.slice.lowerBound - 1] |= 0x80
        },
    ]

    /// Three clips, the second of which is damaged.
    private func clips(
        _ change: (inout ClipForge) -> Void = { _ in },
        _ damage: (inout Data, ClipLayout.Picture) -> Void
    ) throws -> [String] {
        try (1...3).map { number in
            var forge = ClipForge()
            forge.id = number
            forge.grain = 20
            guard number == 2 else { return try folder.write(forge.film(), as: "\(number).mp4") }
            change(&forge)
            var film = try forge.film()
            damage(&film, try ClipLayout(film).pictures[2])
            return try folder.write(film, as: "2.mp4")
        }
    }

    private func refusal(_ clips: [String], verifiesFrames: Bool = false) throws -> String {
        var assembler = Assembler()
        assembler.verifiesFrames = verifiesFrames
        let error = #expect(throws: AssemblyError.self) {
            try assembler.perform(assembler.plan(clips), to: folder.file("film.mp4"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
        return error?.description ?? ""
    }

    @Test(arguments: faults) func aDamagedPacketIsNotCopied(_ fault: Fault) throws {
        let clips = try clips { fault.damage(&$0, $1) }
        let message = try refusal(clips)
        #expect(message.hasPrefix(clips[1]))
        #expect(message.contains(fault.words), "\(message)")
        // Decoded as 0 3 1 2: the third picture is the second that is displayed.
        #expect(message.contains("at 0.042 s"), "\(message)")
    }

    @Test(arguments: [0, 1]) func aDamagedPacketIsNotConformed(_ fault: Int) throws {
        let clips = try clips({ ($0.width, $0.height) = (480, 270) }) {
            Self.faults[fault].damage(&$0, $1)
        }
        #expect(try refusal(clips).hasPrefix(clips[1]))
    }

    /// Without the table of delays (ctts), pictures would be displayed as they are decoded.
    @Test(arguments: [false, true]) func picturesInTheWrongOrderAreFound(_ isOdd: Bool) throws {
        let clips = try clips({ forge in
            forge.frames = 49
            forge.x264["g"] = "12"
            // Without an edit list, which would hide the first frames.
            forge.muxing = ["use_editlist": "0"]
            if isOdd { (forge.width, forge.height) = (480, 270) }
        }) { film, _ in
            let delays = NestedBoxes(film).all("ctts")[0].range
            film.replaceSubrange(
                delays.lowerBound + 4..<delays.lowerBound + 8, with: Data("free".utf8))
        }
        let message = try refusal(clips)
        #expect(message.hasPrefix(clips[1]))
        #expect(message.contains("in the wrong order"), "\(message)")
    }

    /// Only decoding finds it; `verifiesFrames` decodes what is copied.
    @Test func changedBytesAreFoundWhereCopiedPicturesAreDecoded() throws {
        var chance = SeededGenerator(seed: 7)
        let clips = try clips { film, picture in
            let half = picture.slice.dropFirst(picture.slice.count / 2)
            for place in half { film[place] = UInt8.random(in: 3...255, using: &chance) }
        }
        let message = try refusal(clips, verifiesFrames: true)
        #expect(message.hasPrefix("\(clips[1]) can't be joined: its picture is damaged at 0.0"))
    }

    /// The first packets of clips may hold whatever they like if all of them do.
    @Test(arguments: [(3, 3), (2, 3), (1, 3), (0, 3)])
    func forbiddenBytesAreDamageUnlessEveryPacketHasThem(_ odd: Int, _ all: Int) throws {
        let clip = try Assembler().plan([try folder.forge()]).placements[0].clip
        var check = PayloadCheck(clip, try #require(clip.packets).coding)
        for number in 0..<all {
            let middle: [UInt8] = number < odd ? [0, 0, 1] : [9, 9, 9]
            let packet = try Packet()
            try packet.replaceBytes(with: [0, 0, 0, 8, 0x65, 9] + middle + [9, 9, 9])
            try check.add(packet, at: MediaTime(value: Int64(number), timescale: 24))
        }
        if odd == 0 || odd == all {
            try check.finish()
        } else {
            #expect(throws: AssemblyError.self) { try check.finish() }
        }
    }

    /// Two slices that share one length, with a start code between them.
    @Test(arguments: [(UInt8(1), true), (3, false)])
    func startCodesInsteadOfLengthsAreNotCopied(_ last: UInt8, _ isRefused: Bool) throws {
        let clip = try Assembler().plan([try folder.forge()]).placements[0].clip
        var check = PayloadCheck(clip, try #require(clip.packets).coding)
        let packet = try Packet()
        let slice: [UInt8] = [0x65, 9, 9, 9]
        try packet.replaceBytes(with: [0, 0, 0, 12] + slice + [0, 0, 0, last] + slice)
        guard isRefused else {
            // Other bytes that the codec forbids are only reported at the end.
            return try check.add(packet, at: .zero)
        }
        let error = #expect(throws: AssemblyError.self) { try check.add(packet, at: .zero) }
        #expect(error?.description.contains("start codes instead of lengths") == true)
    }

    @Test func aPacketWithoutAPictureIsNotCopied() throws {
        let clip = try Assembler().plan([try folder.forge()]).placements[0].clip
        var check = PayloadCheck(clip, try #require(clip.packets).coding)
        let packet = try Packet()
        try packet.replaceBytes(with: [0, 0, 0, 1, 11])
        #expect(throws: AssemblyError.self) { try check.add(packet, at: .zero) }
    }
}
