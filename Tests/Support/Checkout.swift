import Foundation

/// The checkout of the repository that the tests were built from.
package enum Checkout {
    /// The absolute path of a file, by its path relative to the root of the checkout.
    package static func path(_ relative: String, here: String = #filePath) -> String {
        URL(fileURLWithPath: here)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(relative).path
    }
}
