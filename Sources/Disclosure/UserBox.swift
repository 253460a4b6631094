import DailiesContainer

/// A top-level box whose type is a UUID that stands for XMP or for C2PA.
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
    /// The bytes after the UUID; `nil` if they reach beyond the end of the file.
    let content: Range<Int64>?

    /// More than any file has; a malformed one may have far more.
    private static let limit = 10_000

    static func find(in file: FileBytes, _ boxes: TopLevelBoxes) -> [UserBox] {
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
