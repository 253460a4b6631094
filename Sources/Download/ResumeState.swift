/// How much of a file has been received, and how the next response continues it.
struct ResumeState: Sendable, Hashable {
    /// The number of bytes received; the next ones follow them.
    private(set) var offset: Int64 = 0
    /// The file's strong ETag; without it, parts of two different files could be joined.
    private var etag: String?
    /// The size of the whole file, if known.
    private var total: Int64?

    /// The request's header fields: for the rest of the file, or none to request all of it.
    var headers: [String: String] {
        guard offset > 0, let etag else { return [:] }
        return ["Range": "bytes=\(offset)-", "If-Range": etag]
    }

    /// The offset in the file at which the body of a response is written; `nil` if it doesn't belong
    /// to the file.
    ///
    /// If the server sends the whole file instead of the rest, it replaces what was received.
    func writeOffset(status: Int, headers: [String: String]) -> Int64? {
        if status == 200 { return 0 }
        guard status == 206, let range = ContentRange(headers["content-range"] ?? ""),
            range.first == offset
        else { return nil }
        guard offset > 0 else { return 0 }
        // If a server ignores If-Range, a changed file is still recognised by its size and ETag.
        if let total, total != range.total { return nil }
        if let other = headers["etag"], other != etag { return nil }
        return offset
    }

    /// Records a response, even an incomplete one, after which the file has `length` bytes.
    mutating func update(status: Int, headers: [String: String], length: Int64) {
        let range = ContentRange(headers["content-range"] ?? "")
        if (200..<300).contains(status) || status == 416 {
            switch writeOffset(status: status, headers: headers) {
            case nil: etag = nil
            case 0:
                // A weak ETag doesn't guarantee identical bytes.
                etag = headers["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
                total =
                    status == 206 ? range?.total : headers["content-length"].flatMap { Int64($0) }
            default: break
            }
        }
        offset = etag == nil ? 0 : length
    }

    /// Resets the state, so that the file is requested from its beginning.
    mutating func reset() { self = ResumeState() }
}
