import DailiesInspection
import DailiesVerification

/// How deep we look, as the command's levels have it.
enum Depth: String, CaseIterable, CustomStringConvertible {
    case header, packets, decode, content, everyPicture

    var description: String { self == .everyPicture ? "content, every picture" : rawValue }

    func look(at file: MediaFile) {
        switch self {
        case .header: _ = file.verify(against: Expectation(), level: .header)
        case .packets: _ = file.verify(against: Expectation(), level: .packets)
        case .decode: _ = file.verify(against: Expectation(), level: .decode)
        case .content: _ = file.inspect()
        case .everyPicture: _ = file.inspect(coverage: .everyPicture)
        }
    }
}
