import Foundation

/// The checkout of the repository that the tests were built from.
package enum Checkout {
    /// The absolute path of a file, by its path relative to the root of the checkout.
    package static func path(_ relative: String) -> String {
        root.appendingPathComponent(relative).path
    }

    /// This file is `Tests/Support/Checkout.swift`.
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
