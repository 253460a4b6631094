import Foundation

/// The body of a request while it arrives; only its connection's thread touches it.
final class Upload {
    private var bytes = Data()
    private var received = 0

    /// What a request may carry.
    private static let limit = 1 << 20
    /// What is read, and thrown away, so that a client with too large a body hears about it.
    private static let patience = 64 << 20

    /// Takes a piece; `false` when the sender must be cut off.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        received += piece.count
        if received <= Self.limit {
            bytes.append(contentsOf: piece)
        } else {
            bytes = Data()
        }
        return received <= Self.patience
    }

    /// The whole body, or `nil` where it was too large.
    var body: Data? { received <= Self.limit ? bytes : nil }
}
