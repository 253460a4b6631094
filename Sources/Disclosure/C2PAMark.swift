import DailiesContainer

/// Recognises a C2PA manifest store in a file.
///
/// Source: C2PA Technical Specification, A.5 (`uuid` box), 8.1 (manifest store); ISO/IEC 19566-5
/// (JUMBF boxes).
enum C2PAMark {
    /// The type of the manifest store's description box.
    private static let storeType: [UInt8] = [
        0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B,
        0x71,
    ]

    /// More than any store has.
    private static let maximumManifests = 10_000
    /// How much of a manifest is searched for what it says about the origin.
    private static let searchedSize: Int64 = 16 << 20

    static func read(_ boxes: [UserBox], _ file: FileBytes) -> DisclosureMarks.Mark {
        guard !boxes.isEmpty else { return .absent }
        var found: DisclosureMarks.Mark?
        for box in boxes {
            guard let content = box.content else {
                return .broken("reaches beyond the end of the file")
            }
            let head = file.read(
                at: content.lowerBound, Int(min(64, content.upperBound - content.lowerBound)))
            guard head.count > 4, head[0..<4].elementsEqual([0, 0, 0, 0]),
                let end = head.dropFirst(4).firstIndex(of: 0)
            else { return .broken("has a malformed header") }
            let purpose = String(decoding: head[4..<end], as: UTF8.self)
            // Boxes with digests of parts of the file are not manifests.
            guard purpose != "merkle" else { continue }
            guard found == nil else { return .broken("is there more than once") }
            // After the purpose comes the position of the first box with digests.
            let start = content.lowerBound + Int64(end + 1 + 8)
            guard start <= content.upperBound else { return .broken("has a malformed header") }
            found = store(start..<content.upperBound, file)
        }
        return found ?? .broken("has digests, but no manifest")
    }

    private static func store(_ range: Range<Int64>, _ file: FileBytes) -> DisclosureMarks.Mark {
        guard let store = box(range, file), store.type == "jumb",
            let description = box(store.content, file), description.type == "jumd",
            file.read(at: description.content.lowerBound, 16) == storeType
        else { return .broken("isn't a manifest store") }
        // The last manifest is the active one.
        var active: Range<Int64>?
        var position = description.content.upperBound
        var count = 0
        while position < store.content.upperBound {
            count += 1
            guard count <= maximumManifests,
                let manifest = box(position..<store.content.upperBound, file)
            else { return .broken("has a manifest that doesn't fit into it") }
            if manifest.type == "jumb" { active = manifest.content }
            position = manifest.content.upperBound
        }
        guard let active else { return .broken("has no manifest") }
        return .present(sourceTypes(in: active, file))
    }

    /// The JUMBF box at the start of a range; `nil` if it doesn't fit.
    private static func box(
        _ range: Range<Int64>, _ file: FileBytes
    ) -> (type: String, content: Range<Int64>)? {
        let head = file.read(
            at: range.lowerBound, Int(min(16, range.upperBound - range.lowerBound)))
        guard head.count >= 8 else { return nil }
        var size = Int64(head[...].number(at: 0, bytes: 4))
        var header: Int64 = 8
        if size == 1, head.count == 16 {
            size = Int64(head[...].number(at: 8, bytes: 8))
            header = 16
        } else if size == 0 {
            size = range.upperBound - range.lowerBound
        }
        guard size >= header, size <= range.upperBound - range.lowerBound else { return nil }
        return (
            String(decoding: head[4..<8], as: UTF8.self),
            range.lowerBound + header..<range.lowerBound + size
        )
    }

    /// The origins that a manifest names: their addresses stand as plain text in its CBOR.
    private static func sourceTypes(
        in range: Range<Int64>, _ file: FileBytes
    ) -> Set<DigitalSourceType> {
        let size = min(searchedSize, range.upperBound - range.lowerBound)
        let bytes = file.read(at: range.lowerBound, Int(size))
        let mark = Array("//cv.iptc.org/newscodes/digitalsourcetype/".utf8)
        var found: Set<DigitalSourceType> = []
        var position = 0
        while let start = bytes[position...].firstIndex(of: mark[0]) {
            position = start + 1
            guard bytes[start...].starts(with: mark) else { continue }
            // The first byte of the next item in CBOR may be a letter; then the terms run together.
            let term = bytes[(start + mark.count)...].prefix {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            }
            let text = String(decoding: term.prefix(DigitalSourceType.maximumLength), as: UTF8.self)
            if let type = known(text) { found.insert(type) }
        }
        return found
    }

    private static let terms = [
        "trainedAlgorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia",
        "algorithmicMedia", "algorithmicallyEnhanced", "digitalCapture", "computationalCapture",
        "compositeCapture", "humanEdits", "minorHumanEdits", "digitalCreation", "digitalArt",
        "screenCapture", "virtualRecording", "dataDrivenMedia", "composite", "negativeFilm",
        "positiveFilm", "print",
    ]

    /// The longest term of the vocabulary that a text begins with.
    private static func known(_ text: String) -> DigitalSourceType? {
        terms.filter { text.hasPrefix($0) }.max { $0.count < $1.count }
            .map { DigitalSourceType(term: $0) }
    }
}
