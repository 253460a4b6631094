import Glibc

/// The name of this machine, without characters that a file name can't have; `unnamed` if it has none.
///
/// Read from the system alone: Foundation's may ask name servers, and wait for them.
package let hostName: String = {
    var bytes = [CChar](repeating: 0, count: 256)
    let isKnown = gethostname(&bytes, bytes.count - 1) == 0
    let name = String(
        decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return isKnown && !name.isEmpty ? name.replacing("/", with: "-") : "unnamed"
}()
