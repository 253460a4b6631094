/// A picture that a picture of a file must show.
public enum ExpectedPicture: Hashable, Sendable {
    /// A PNG, JPEG or WebP file, by its path.
    case file(String)
    /// A picture that isn't on this machine, by its address: nothing can be compared with it.
    case address(String)

    /// Reads a path, or an address of any scheme.
    init(_ text: String) {
        self = text.contains("://") || text.hasPrefix("data:") ? .address(text) : .file(text)
    }

    /// The path or the address.
    var text: String {
        switch self {
        case .file(let path): path
        case .address(let address): address
        }
    }
}
