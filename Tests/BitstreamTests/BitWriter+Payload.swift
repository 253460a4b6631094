@testable import DailiesBitstream

extension BitWriter {
    /// The bytes with a stop bit and emulation prevention bytes.
    var payload: [UInt8] {
        var closed = self
        closed.put(1, 1)
        closed.align(with: 0)
        return closed.bytes.escaped()
    }
}
