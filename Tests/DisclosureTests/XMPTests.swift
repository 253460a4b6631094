import DailiesContainer
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesDisclosure

/// Marks in forged files: whatever is in them, reading ends with a state.
@Suite struct XMPTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func box(_ content: [UInt8], size: UInt32? = nil) -> [UInt8] {
        let bytes = UserBox.Kind.xmp.uuid + content
        return (size ?? UInt32(bytes.count + 8)).bigEndianBytes + Array("uuid".utf8) + bytes
    }

    private func marks(_ boxes: [[UInt8]]) throws -> DisclosureMarks {
        let file = UInt32(16).bigEndianBytes + Array("ftypisom\0\0\0\0".utf8) + boxes.joined()
        return try DisclosureMarks(path: try folder.write(Data(file), as: "marked.mp4"))
    }

    private func document(_ properties: String, attributes: String = "") -> [UInt8] {
        Array(
            """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
            xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
            xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \(attributes)>\(properties)
            </rdf:Description></rdf:RDF></x:xmpmeta>
            """.utf8)
    }

    private static let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/"

    @Test func whatIsWrittenIsRead() throws {
        var packet = XMPPacket(sourceType: .compositeSynthetic)
        packet.title = "A <title> & \"quotes\" \u{0} \u{FFFE} ü"
        packet.prompts = ["]]>", "</rdf:RDF>", "&#60;"]
        let marks = try marks([packet.box])
        #expect(marks.xmp == .present([.compositeSynthetic]))
        #expect(marks.c2pa == .absent)
    }

    @Test(arguments: [
        ("<e:DigitalSourceType>URIa</e:DigitalSourceType>", ""),
        ("<e:DigitalSourceType>\n URIa </e:DigitalSourceType>", ""),
        ("<e:DigitalSourceType><![CDATA[URIa]]></e:DigitalSourceType>", ""),
        ("<e:DigitalSourceType rdf:resource=\"URIa\"/>", ""),
        ("", "e:DigitalSourceType='URIa'"),
        (
            "<e:Other>x<e:DigitalSourceType>URIb</e:DigitalSourceType></e:Other>",
            "e:DigitalSourceType=\"URI&#97;\""
        ),
    ])
    func everyFormOfThePropertyIsRead(_ properties: String, _ attributes: String) throws {
        func filled(_ text: String) -> String {
            text.replacingOccurrences(of: "URI", with: Self.uri)
        }
        let document = document(filled(properties), attributes: filled(attributes))
        #expect(try marks([box(document)]).xmp.sourceTypes.map(\.term) == ["a"])
    }

    @Test func anotherPropertyIsNoMark() throws {
        #expect(try marks([box(document("<e:Other>x</e:Other>"))]).xmp.state == .absent)
        #expect(try marks([]).xmp.state == .absent)
    }

    @Test(arguments: [
        "", "text", "<a>", "<a></b>", "<a/><b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a b='<'/>",
        "<x:a/>", "<a>&unknown;</a>", "<a>&#xD800;</a>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "<a", "<a b", "<a b=", "<a b='", "<a><!--", "<?xpacket", "<a/>", "<:a/>", "<a:b:c/>",
        "</a>",
    ])
    func malformedXMPIsBroken(_ text: String) throws {
        #expect(try marks([box(Array(text.utf8))]).xmp.state == .broken)
    }

    /// QuickTime files have XMP in the user data of their index; in MP4 files it means nothing.
    @Test func quickTimesOwnPlaceIsRead() throws {
        func file(_ brands: String?, _ size: UInt32? = nil) throws -> DisclosureMarks {
            func atom(_ type: String, _ content: [UInt8], size: UInt32? = nil) -> [UInt8] {
                (size ?? UInt32(content.count + 8)).bigEndianBytes + Array(type.utf8) + content
            }
            let xmp = atom(
                "XMP_", document("", attributes: "e:DigitalSourceType='\(Self.uri)a'"), size: size)
            // A word of zeros ends the user data.
            let data = atom("udta", atom("free", [1, 2]) + xmp + [0, 0, 0, 0])
            let head = brands.map { atom("ftyp", Array($0.utf8)) } ?? []
            let bytes = head + atom("moov", atom("mvhd", [0, 0]) + data)
            return try DisclosureMarks(path: try folder.write(Data(bytes), as: "marked.mov"))
        }
        for brands in ["qt  \0\0\0\0", "isom\0\0\0\0mp42qt  ", nil] {
            #expect(try file(brands).xmp.sourceTypes.map(\.term) == ["a"], "\(brands ?? "none")")
        }
        #expect(try file("isomqt  mp42").xmp.state == .absent)
        #expect(try file("isom\0\0\0\0mp42").xmp.state == .absent)
        #expect(try file("qt  \0\0\0\0", .max).xmp.state == .absent)
    }

    @Test func hostileBoxesAreBroken() throws {
        let good = document("", attributes: "e:DigitalSourceType='\(Self.uri)a'")
        #expect(try marks([box(good)]).xmp.state == .present)
        // Two of them, a size beyond the end, one that is too small, and one that isn't UTF-8.
        #expect(try marks([box(good), box(good)]).xmp.state == .broken)
        for size in [UInt32(good.count + 25), .max, 8, 23] {
            #expect(try marks([box(good, size: size)]).xmp.state == .broken, "\(size)")
        }
        #expect(try marks([box(good + [0xFF])]).xmp.state == .broken)
        #expect(try marks([box(Array(good.dropLast()))]).xmp.state == .broken)
        // A size of 64 bits, right and beyond the end of any file.
        let long = UserBox.Kind.xmp.uuid + good
        for (high, low, state) in [
            (UInt32(0), UInt32(long.count + 16), DisclosureMarks.Mark.State.present),
            (0x7FFF_FFFF, .max, .broken), (.max, .max, .broken),
        ] {
            let header = UInt32(1).bigEndianBytes + Array("uuid".utf8) + high.bigEndianBytes
            #expect(try marks([header + low.bigEndianBytes + long]).xmp.state == state, "\(high)")
        }
        // A size of 0 stands for the rest of the file.
        #expect(try marks([box(good, size: 0)]).xmp.state == .present)
        let deep = Array(String(repeating: "<a>", count: 100_000).utf8)
        #expect(try marks([box(deep)]).xmp.state == .broken)
        let names = (0..<1_000).map { "xmlns:n\($0)='n'" }.joined(separator: " ")
        let many = document("", attributes: "\(names) e:DigitalSourceType='\(Self.uri)a'")
        #expect(try marks([box(many)]).xmp.state == .broken)
        let wrong = document("", attributes: "e:DigitalSourceType='https://example.com/a'")
        #expect(try marks([box(wrong)]).xmp.state == .broken)
    }

    /// Damage anywhere in the file never crashes, and a file that is cut is never marked.
    @Test func randomDamageNeverCrashes() throws {
        let packet = XMPPacket(sourceType: .trainedAlgorithmicMedia).box
        var generator = SeededGenerator(seed: 5)
        var states: Set<DisclosureMarks.Mark.State> = []
        for _ in 0..<2_000 {
            var bytes = packet
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            states.insert(try marks([bytes]).xmp.state)
        }
        #expect(states == [.present, .absent, .broken])
        for count in stride(from: 25, to: packet.count, by: 7) {
            #expect(try marks([Array(packet.prefix(count))]).xmp.state == .broken)
        }
    }
}
