import DailiesMedia

/// The container of a film's file.
package enum FilmContainer: Sendable {
    case mp4
    case quickTime

    /// The container for a path that ends in `.mp4`, `.m4v` or `.mov`; `nil` for any other.
    package init?(path: String) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        switch name.split(separator: ".", omittingEmptySubsequences: false).last?.lowercased() {
        case "mp4", "m4v": self = .mp4
        case "mov": self = .quickTime
        default: return nil
        }
    }

    /// Says which names a film can have.
    package static let expected = "a film's name ends in .mp4, .m4v or .mov"

    var format: Muxer.Format {
        switch self {
        case .mp4: .mp4
        case .quickTime: .quickTime
        }
    }
}
