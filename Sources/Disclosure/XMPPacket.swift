import DailiesXML

/// The XMP of a film: how it came into being, its title and creation time.
package struct XMPPacket: Hashable, Sendable {
    package let sourceType: DigitalSourceType
    package var title: String?
    /// As ISO 8601.
    package var creationTime: String?
    /// The prompts that the film was made from; empty to leave them out.
    package var prompts: [String] = []

    package init(sourceType: DigitalSourceType) { self.sourceType = sourceType }

    /// The packet in UTF-8.
    ///
    /// Source: ISO 16684-1; the property of prompts: IPTC Photo Metadata Standard 2025.1.
    package var text: String {
        var lines = [
            "<Iptc4xmpExt:DigitalSourceType>\(sourceType.uri)</Iptc4xmpExt:DigitalSourceType>",
            "<xmp:CreatorTool>dailies</xmp:CreatorTool>",
        ]
        if let creationTime {
            lines.append("<xmp:CreateDate>\(XMLElement.escaped(creationTime))</xmp:CreateDate>")
        }
        if let title {
            lines.append(
                "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">\(XMLElement.escaped(title))</rdf:li>"
                    + "</rdf:Alt></dc:title>")
        }
        if !prompts.isEmpty {
            let text = XMLElement.escaped(prompts.joined(separator: "\n"))
            lines.append(
                "<Iptc4xmpExt:AIPromptInformation>\(text)</Iptc4xmpExt:AIPromptInformation>")
        }
        return """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="\(XMPNamespace.meta)">
            <rdf:RDF xmlns:rdf="\(XMPNamespace.rdf)">
            <rdf:Description rdf:about="" xmlns:dc="\(XMPNamespace.dublinCore)" \
            xmlns:xmp="\(XMPNamespace.basic)" xmlns:Iptc4xmpExt="\(XMPNamespace.iptcExtension)">
            \(lines.joined(separator: "\n"))
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="w"?>
            """
    }

    /// The `uuid` box with the packet.
    package var box: [UInt8] {
        let content = UserBox.Kind.xmp.uuid + Array(text.utf8)
        let size = UInt32(clamping: content.count + 8)
        return size.bigEndianBytes + Array("uuid".utf8) + content
    }
}

extension UInt32 {
    /// The number in four bytes, the most significant first.
    package var bigEndianBytes: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * $0)) }
    }
}
