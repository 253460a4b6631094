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

    /// What a box contains.
    private enum Purpose: String {
        /// The file's manifest store.
        case manifest
        /// A manifest store that another box updates.
        case original
        /// A manifest store with what was added without changing the media.
        case update
        /// Digests of parts of the file.
        case merkle
    }

    static func read(_ boxes: [UserBox], _ file: FileBytes) -> DisclosureMarks.Mark {
        guard !boxes.isEmpty else { return .absent }
        var stores: [Purpose: DisclosureMarks.Mark] = [:]
        for box in boxes {
            guard let content = box.content else {
                return .broken("reaches beyond the end of the file")
            }
            let head = file.read(
                at: content.lowerBound, Int(min(64, content.upperBound - content.lowerBound)))
            guard head.count > 4, head[0..<4].elementsEqual([0, 0, 0, 0]),
                let end = head.dropFirst(4).firstIndex(of: 0)
            else { return .broken("has a malformed header") }
            guard let purpose = Purpose(rawValue: String(decoding: head[4..<end], as: UTF8.self))
            else { return .broken("has a purpose that the specification doesn't have") }
            guard purpose != .merkle else { continue }
            guard stores[purpose] == nil else { return .broken("is there more than once") }
            // After the purpose comes the position of the first box with digests.
            let start = content.lowerBound + Int64(end + 1 + 8)
            guard start <= content.upperBound else { return .broken("has a malformed header") }
            stores[purpose] = store(start..<content.upperBound, file)
        }
        guard stores[.manifest] == nil || stores[.original] == nil else {
            return .broken("is there more than once")
        }
        guard let first = stores[.manifest] ?? stores[.original] else {
            return .broken(
                stores[.update] == nil
                    ? "has digests, but no manifest"
                    : "has an update, but not the manifest that it updates")
        }
        guard first.state == .present, let update = stores[.update] else { return first }
        // An update manifest without an origin doesn't change the one of the original manifest.
        return update.state == .present && update.sourceTypes.isEmpty ? first : update
    }

    private static func store(_ range: Range<Int64>, _ file: FileBytes) -> DisclosureMarks.Mark {
        guard let store = NestedBox(range, file), store.type == "jumb",
            let description = NestedBox(store.content, file), description.type == "jumd",
            file.read(at: description.content.lowerBound, 16) == storeType
        else { return .broken("isn't a manifest store") }
        // The last manifest is the active one.
        var active: Range<Int64>?
        var position = description.content.upperBound
        var count = 0
        while position < store.content.upperBound {
            count += 1
            guard count <= maximumManifests,
                let manifest = NestedBox(position..<store.content.upperBound, file)
            else { return .broken("has a manifest that doesn't fit into it") }
            if manifest.type == "jumb" { active = manifest.content }
            position = manifest.content.upperBound
        }
        guard let active else { return .broken("has no manifest") }
        return .present(sourceTypes(in: active, file))
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
