import DailiesDigest
import DailiesJSON

/// A digest of the options on which results depend: two machines with the same digest do the same work.
enum OptionsDigest {
    /// Digests options as they were given; of a file the content counts, and not its name.
    ///
    /// - Throws: `TryAgainLater` if a file can't be read.
    static func make(_ options: [GivenOption]) throws(TryAgainLater) -> String {
        var members: [String: JSONValue] = [:]
        for option in options {
            guard option.isFile else {
                members[option.name] = .array(option.values.map { .string($0) })
                continue
            }
            var digests: [JSONValue] = []
            for path in option.values {
                guard let digest = SHA256Digest(ofFile: path) else {
                    throw TryAgainLater("\(path), of --\(option.name), can't be read")
                }
                digests.append(.string(digest.hex))
            }
            members[option.name] = .array(digests)
        }
        return SHA256Digest(of: JSONValue.object(members).canonicalBytes).hex
    }
}
