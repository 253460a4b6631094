/// The records of a ZIP archive whose entries are stored, not compressed.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 to 4.5. Sizes and offsets that need more than 32
/// bits are in the ZIP64 extra field, and more than 65,534 entries or 4 GiB in ZIP64 end records.
enum ZipRecords {
    /// An entry in the archive.
    struct Entry {
        let name: String
        let checksum: UInt32
        let size: UInt64
        /// Where its local header begins.
        var offset: UInt64 = 0
    }

    /// The record before an entry's data.
    static func localHeader(_ entry: Entry) -> [UInt8] {
        let isLarge = entry.size >= limit
        let extra = isLarge ? extraField([entry.size, entry.size]) : []
        return bytes(0x0403_4B50 as UInt32) + common(entry, isLarge: isLarge)
            + bytes(UInt16(entry.name.utf8.count)) + bytes(UInt16(extra.count))
            + Array(entry.name.utf8) + extra
    }

    /// The entry's record in the directory at the end.
    static func directoryHeader(_ entry: Entry) -> [UInt8] {
        let isLarge = entry.size >= limit
        let isFar = entry.offset >= limit
        let large = isLarge ? [entry.size, entry.size] : []
        let extra = isLarge || isFar ? extraField(large + (isFar ? [entry.offset] : [])) : []
        // A regular file that everybody may read, on Unix.
        let attributes: UInt32 = 0o100644 << 16
        let madeBy: UInt16 = 3 << 8 | 45
        return bytes(0x0201_4B50 as UInt32) + bytes(madeBy)
            + common(entry, isLarge: isLarge || isFar, hidesSize: isLarge)
            + bytes(UInt16(entry.name.utf8.count)) + bytes(UInt16(extra.count))
            + bytes(0 as UInt16) + bytes(0 as UInt16) + bytes(0 as UInt16) + bytes(attributes)
            + bytes(isFar ? UInt32.max : UInt32(entry.offset)) + Array(entry.name.utf8) + extra
    }

    /// The records at the end of the archive.
    ///
    /// - Parameters:
    ///   - count: the number of entries.
    ///   - offset: where the directory begins, and `size` its length.
    static func end(count: Int, offset: UInt64, size: UInt64) -> [UInt8] {
        var records: [UInt8] = []
        if count >= 0xFFFF || offset >= limit || size >= limit {
            let version: UInt16 = 45
            records += bytes(0x0606_4B50 as UInt32) + bytes(44 as UInt64)
            records += bytes(3 << 8 | version) + bytes(version)
            records += bytes(0 as UInt32) + bytes(0 as UInt32)
            records += bytes(UInt64(count)) + bytes(UInt64(count)) + bytes(size) + bytes(offset)
            records += bytes(0x0706_4B50 as UInt32) + bytes(0 as UInt32)
            records += bytes(offset + size) + bytes(1 as UInt32)
        }
        let few = UInt16(min(count, 0xFFFF))
        records += bytes(0x0605_4B50 as UInt32) + bytes(0 as UInt16) + bytes(0 as UInt16)
        records += bytes(few) + bytes(few)
        records += bytes(UInt32(min(size, limit))) + bytes(UInt32(min(offset, limit)))
        return records + bytes(0 as UInt16)
    }

    /// The first number that doesn't fit into the 32-bit fields.
    private static let limit: UInt64 = 0xFFFF_FFFF

    /// The fields that local headers and those of the directory share.
    ///
    /// The time is that of 1980-01-01, so that equal content gives equal archives.
    private static func common(
        _ entry: Entry, isLarge: Bool, hidesSize: Bool? = nil
    ) -> [UInt8] {
        let version: UInt16 = isLarge ? 45 : 10
        let hasUTF8Name: UInt16 = 1 << 11
        let size = hidesSize ?? isLarge ? UInt32.max : UInt32(entry.size)
        let (stored, time, date) = (0 as UInt16, 0 as UInt16, 1 << 5 | 1 as UInt16)
        return bytes(version) + bytes(hasUTF8Name) + bytes(stored) + bytes(time) + bytes(date)
            + bytes(entry.checksum) + bytes(size) + bytes(size)
    }

    /// The ZIP64 extra field with the numbers that don't fit into 32 bits.
    private static func extraField(_ numbers: [UInt64]) -> [UInt8] {
        bytes(1 as UInt16) + bytes(UInt16(8 * numbers.count)) + numbers.flatMap { bytes($0) }
    }

    /// A number, lowest byte first.
    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
