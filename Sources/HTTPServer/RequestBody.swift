import Foundation

/// Collects the body of a request while it arrives; used only by its connection's thread.
final class RequestBody {
    private var bytes = Data()
    private var received = 0
    private let limit: Int

    /// How many bytes beyond the limit are read and discarded, so that a client whose body is too
    /// large gets a response.
    private static let discardLimit = 64 << 20

    init(limit: Int) { self.limit = limit }

    /// Adds a piece; `false` if the connection must be closed.
    func append(_ piece: UnsafeRawBufferPointer) -> Bool {
        received += piece.count
        if received <= limit {
            bytes.append(contentsOf: piece)
        } else {
            bytes = Data()
        }
        return received <= limit + Self.discardLimit
    }

    /// The whole body; `nil` if it is larger than the limit.
    var data: Data? { received <= limit ? bytes : nil }
}
