import Foundation

/// The checkout that the tests run in.
package enum Checkout {
    /// The path of a file, from the checkout's root.
    package static func path(_ relative: String, here: String = #filePath) -> String {
        URL(fileURLWithPath: here)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(relative).path
    }
}
