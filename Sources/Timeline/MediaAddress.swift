import DailiesContainer

/// How a timeline names the files of its clips.
public enum MediaAddressing: Hashable, Sendable {
    /// Files in the timeline's own folder by their name, all others by their absolute address.
    ///
    /// DaVinci Resolve finds media by relative addresses only beside the timeline.
    case absolute
    /// All files relative to the timeline's folder, so that a folder can be moved as a whole.
    ///
    /// OpenTimelineIO and Kdenlive follow such addresses, DaVinci Resolve doesn't.
    case relative
}

/// The address of a file: percent-encoded, with a scheme if it is absolute (RFC 3986, 2.3 and 4.2;
/// RFC 8089).
enum MediaAddress {
    /// - Parameter folder: the absolute path of the timeline's folder; `nil` if it isn't known.
    static func text(
        of path: String, from folder: String?, _ addressing: MediaAddressing
    ) -> String {
        guard path.hasPrefix("/"), let folder else { return absolute(path) }
        let parts = path.split(separator: "/")
        let own = folder.split(separator: "/")
        let isBeside = parts.count == own.count + 1 && parts.starts(with: own, by: isSame)
        switch addressing {
        case .absolute: return isBeside ? encoded(parts.last ?? "") : absolute(path)
        case .relative:
            let common = zip(parts.dropLast(), own).prefix { isSame($0, $1) }.count
            let steps = Array(repeating: Substring(".."), count: own.count - common)
            return encoded((steps + parts.dropFirst(common)).joined(separator: "/"))
        }
    }

    private static func isSame(_ name: Substring, _ other: Substring) -> Bool {
        PathIdentity(String(name)) == PathIdentity(String(other))
    }

    /// The address of an absolute path; a relative path stays relative.
    static func absolute(_ path: String) -> String {
        (path.hasPrefix("/") ? "file://" : "") + encoded(path)
    }

    private static func encoded(_ path: some StringProtocol) -> String {
        FileName.bytes(of: String(path)).map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                return String(UnicodeScalar(byte))
            default:
                return "%" + String(byte >> 4, radix: 16, uppercase: true)
                    + String(byte & 15, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
