/// What is held of a file, and what a server's answer can add to it.
struct Resumption: Sendable, Hashable {
    /// How many bytes are held; the next ones belong behind them.
    private(set) var offset: Int64 = 0
    /// The file's tag, without which bytes of two files could be sewn together.
    private var tag: String?
    /// How long the whole file is, where that was said.
    private var total: Int64?

    /// What asks for the rest, or for everything where nothing is held.
    var headers: [String: String] {
        guard offset > 0, let tag else { return [:] }
        return ["Range": "bytes=\(offset)-", "If-Range": tag]
    }

    /// Where in the file an answer's body begins, or `nil` where it has no place in it.
    ///
    /// Who asked for the rest and gets the whole file takes it: what was held gives way.
    func place(status: Int, headers: [String: String]) -> Int64? {
        if status == 200 { return 0 }
        guard status == 206, let range = ContentRange(headers["content-range"] ?? ""),
            range.first == offset
        else { return nil }
        guard offset > 0 else { return 0 }
        // A server that leaves If-Range out of account still tells by these that the file is
        // another one.
        if let total, total != range.total { return nil }
        if let other = headers["etag"], other != tag { return nil }
        return offset
    }

    /// Takes in that an answer came, as far as it did, and that the file has `length` bytes now.
    mutating func take(status: Int, headers: [String: String], length: Int64) {
        let range = ContentRange(headers["content-range"] ?? "")
        if (200..<300).contains(status) || status == 416 {
            switch place(status: status, headers: headers) {
            case nil: tag = nil
            case 0:
                // A weak tag doesn't promise equal bytes.
                tag = headers["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
                total =
                    status == 206 ? range?.total : headers["content-length"].flatMap { Int64($0) }
            default: break
            }
        }
        offset = tag == nil ? 0 : length
    }

    /// Forgets everything, so that the file is fetched from its start.
    mutating func startAgain() { self = Resumption() }
}
