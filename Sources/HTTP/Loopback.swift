import Foundation

/// Whether an address lies on this machine.
package func isLoopback(_ url: String) -> Bool {
    ["127.0.0.1", "localhost", "[::1]", "::1"].contains(URLComponents(string: url)?.host ?? "")
}
