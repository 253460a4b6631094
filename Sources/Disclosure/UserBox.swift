import DailiesContainer

/// A box with XMP or C2PA: a top-level one whose type is a UUID, or the one that QuickTime has for XMP.
///
/// Source: ISO/IEC 14496-12, 4.2 and 11.1 (`uuid` boxes).
package struct UserBox: Hashable {
    package enum Kind: CaseIterable, Hashable {
        /// Source: Adobe, XMP Specification Part 3, 1.2.8.
        case xmp
        /// Source: C2PA Technical Specification, A.5 "Embedding manifests into BMFF-based assets".
        case c2pa

        package var uuid: [UInt8] {
            switch self {
            case .xmp:
                [
                    0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91,
                    0xE3, 0xAF, 0xAC,
                ]
            case .c2pa:
                [
                    0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87,
                    0x7E, 0xC4, 0x81,
                ]
            }
        }
    }

    let kind: Kind
    /// The bytes after the box's type; `nil` if they reach beyond the end of the file.
    let content: Range<Int64>?

    /// More than any file has; a malformed one may have far more.
    private static let limit = 10_000

    static func find(in file: FileBytes, _ boxes: TopLevelBoxes) -> [UserBox] {
        marked(file, boxes) + (isQuickTime(file, boxes) ? userData(file, boxes) : [])
    }

    /// Whether the file says that it is of the QuickTime format, or is too old to say anything.
    private static func isQuickTime(_ file: FileBytes, _ boxes: TopLevelBoxes) -> Bool {
        guard let brands = boxes.first("ftyp") else { return true }
        let bytes = file.read(at: brands.offset + 8, Int(min(256, brands.size - 8)))
        return stride(from: 0, to: bytes.count - 3, by: 4).contains { index in
            // The second word is a version.
            index != 4 && bytes[index..<index + 4].elementsEqual("qt  ".utf8)
        }
    }

    /// The XMP in the user data of QuickTime's index.
    ///
    /// Source: Adobe, XMP Specification Part 3, 1.2.7 "MOV (QuickTime)": `moov/udta/XMP_`.
    private static func userData(_ file: FileBytes, _ boxes: TopLevelBoxes) -> [UserBox] {
        guard let index = boxes.first("moov"), index.offset <= file.count - 8,
            let movie = NestedBox(
                index.offset..<index.offset + min(index.size, file.count - index.offset), file)
        else { return [] }
        return NestedBox.all("udta", in: movie.content, file).flatMap { data in
            NestedBox.all("XMP_", in: data.content, file)
        }.map { UserBox(kind: .xmp, content: $0.content) }
    }

    private static func marked(_ file: FileBytes, _ boxes: TopLevelBoxes) -> [UserBox] {
        boxes.list.lazy.filter { $0.type == "uuid" }.prefix(limit).compactMap { box in
            let head = file.read(at: box.offset, 32)
            // A size of 1 stands for a size of 64 bits after the type.
            let header = head.count >= 4 && head[0..<4].elementsEqual([0, 0, 0, 1]) ? 16 : 8
            let uuid = head.dropFirst(header).prefix(16)
            guard let kind = Kind.allCases.first(where: { $0.uuid.elementsEqual(uuid) }) else {
                return nil
            }
            let start = box.offset + Int64(header + 16)
            let (end, overflow) = box.offset.addingReportingOverflow(box.size)
            let isInside = !overflow && end >= start && end <= file.count
            return UserBox(kind: kind, content: isInside ? start..<end : nil)
        }
    }
}
