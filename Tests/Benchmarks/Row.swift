import Foundation

/// One tool's cost for one file.
struct Row: CustomStringConvertible {
    let name: String
    let seconds: Double
    let footprint: Footprint?

    var description: String {
        let padded = name.padding(toLength: 32, withPad: " ", startingAt: 0)
        return "\(padded) \(Self.figure(seconds * 1000)) ms"
            + (footprint.map { ", \($0)" } ?? "")
    }

    /// Three significant digits are all that a noisy machine gives.
    static func figure(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : String(format: "%.3g", value)
    }
}

/// How many times as long one tool takes as another.
struct Ratio: CustomStringConvertible {
    let slow: Row
    let fast: Row

    var description: String {
        "    = \(Row.figure(slow.seconds / fast.seconds)) × \(fast.name)"
    }
}
