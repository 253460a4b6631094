extension JSONValue {
    /// Whether a member is a remark for people: `$comment`, and names that begin with `//`; or names
    /// the schema of the document for editors: `$schema`.
    package static func isRemark(_ name: String) -> Bool {
        name.hasPrefix("//") || name == "$comment" || name == "$schema"
    }

    /// The value without the remarks of its objects.
    ///
    /// - Parameter names: members whose values are kept as they are.
    package func withoutRemarks(keeping names: Set<String> = []) -> JSONValue {
        switch self {
        case .array(let list): .array(list.map { $0.withoutRemarks(keeping: names) })
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.lazy.filter { !Self.isRemark($0.key) }.map {
                        ($0, names.contains($0) ? $1 : $1.withoutRemarks(keeping: names))
                    }))
        default: self
        }
    }
}
