@testable import DailiesBitstream

extension BitWriter {
    /// The bytes, closed with a stop bit, with emulation prevention.
    var payload: [UInt8] {
        var closed = self
        closed.put(1, 1)
        closed.align(with: 0)
        return closed.bytes.escaped()
    }
}
