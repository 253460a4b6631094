import Foundation

/// The body of a request while it arrives; only its connection's thread touches it.
final class Upload {
    private var bytes = Data()
    private var received = 0
    private let limit: Int

    /// What is read beyond the limit, and thrown away, so that a client with too large a body
    /// hears about it.
    private static let patience = 64 << 20

    init(limit: Int) { self.limit = limit }

    /// Takes a piece; `false` when the sender must be cut off.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        received += piece.count
        if received <= limit {
            bytes.append(contentsOf: piece)
        } else {
            bytes = Data()
        }
        return received <= limit + Self.patience
    }

    /// The whole body, or `nil` where it was too large.
    var body: Data? { received <= limit ? bytes : nil }
}
