import DailiesContainer

/// Finds out from a file's boxes whether any of its video or audio is encrypted.
///
/// Sources: ISO/IEC 14496-12, 8.12 (protected tracks); ISO/IEC 23001-7 (common encryption).
enum EncryptionMarks {
    /// Whether a track or a fragment is marked as encrypted.
    static func arePresent(in file: FileBytes) -> Bool {
        TopLevelBoxes(file).list.contains { box in
            guard ["moov", "moof"].contains(box.type), box.size <= indexSizeLimit else {
                return false
            }
            let boxes = Boxes(file.read(at: box.offset, Int(box.size))[...])
            guard let payload = boxes.first(box.type) else { return false }
            return Boxes(payload).contains { type, payload in
                switch type {
                case "trak": isProtected(track: payload)
                case "traf": Boxes(payload).first("senc") != nil
                case "pssh": true
                default: false
                }
            }
        }
    }

    /// More bytes than the index of any clip has.
    private static let indexSizeLimit: Int64 = 64 << 20

    private static func isProtected(track: ArraySlice<UInt8>) -> Bool {
        guard let media = Boxes(track).first("mdia"),
            let tables = Boxes(media).first(at: "minf", "stbl")
        else { return false }
        if Boxes(tables).first("senc") != nil { return true }
        guard let descriptions = Boxes(tables).first("stsd") else { return false }
        // The entries follow version, flags and count.
        return Boxes(descriptions.dropFirst(8)).contains { type, entry in
            protectedEntries.contains(type) || hasProtectionScheme(entry)
        }
    }

    /// The sample entries that replace those of the encrypted codec.
    private static let protectedEntries: Set<String> = ["encv", "enca", "encs"]

    /// Whether a sample entry contains a `sinf` box, behind the fields of a picture's entry or of
    /// the three versions of a sound's entry.
    private static func hasProtectionScheme(_ entry: ArraySlice<UInt8>) -> Bool {
        [78, 28, 44, 64].contains { fields in
            Boxes(entry.dropFirst(fields)).contains { $0.type == "sinf" }
        }
    }
}
