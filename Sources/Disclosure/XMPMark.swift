import DailiesContainer

/// Reads `DigitalSourceType` from a file's XMP.
enum XMPMark {
    /// Longer than any XMP of a video.
    private static let maximumSize: Int64 = 16 << 20

    static func read(_ boxes: [UserBox], _ file: FileBytes) -> DisclosureMarks.Mark {
        guard let box = boxes.first else { return .absent }
        guard boxes.count == 1 else {
            return .broken("is there \(boxes.count) times, and programs read different ones")
        }
        guard let content = box.content else {
            return .broken("reaches beyond the end of the file")
        }
        let size = content.upperBound - content.lowerBound
        guard size <= maximumSize else { return .broken("is too long: \(size) bytes") }
        let bytes = file.read(at: content.lowerBound, Int(size))
        guard bytes.count == Int(size) else { return .broken("can't be read") }
        do {
            let values = try XMPProperties.values(
                of: XMLName(XMPNamespace.iptcExtension, "DigitalSourceType"), in: bytes)
            guard let value = values.first else { return .absent }
            guard values.count == 1 else { return .broken("states \(values.count) origins") }
            guard let type = DigitalSourceType(uri: value) else {
                return .broken("states an origin that isn't one of the IPTC's terms")
            }
            return .present([type])
        } catch {
            return .broken(error.reason)
        }
    }
}

/// The namespaces of XMP that are read or written.
///
/// Source: ISO 16684-1; IPTC Photo Metadata Standard.
enum XMPNamespace {
    static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    static let meta = "adobe:ns:meta/"
    static let basic = "http://ns.adobe.com/xap/1.0/"
    static let dublinCore = "http://purl.org/dc/elements/1.1/"
    static let iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
}
