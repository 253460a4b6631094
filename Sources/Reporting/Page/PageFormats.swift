import DailiesMediaTime
package import DailiesPlanning
import Foundation

extension Money {
    /// Dollars, rounded to cents.
    package var rounded: String {
        let cents = (microdollars.magnitude + 5_000) / 10_000
        let sign = microdollars < 0 && cents > 0 ? "−" : ""
        return "\(sign)$\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + String(cents % 100)
    }
}

extension Quote {
    /// The expected cost, and the worst case if it differs.
    package var rounded: String {
        let known =
            worst > expected ? "\(expected.rounded) to \(worst.rounded)" : expected.rounded
        return isComplete ? known : "\(known), and runs without a price"
    }
}

extension String {
    /// The relative URL of a file next to the report.
    var urlPath: String {
        addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? self
    }

    /// The fragment of an address that leads to an element with this name.
    var urlFragment: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_", "."])) ?? self
    }

    /// A time in ISO 8601 as people read it, such as `2026-09-01 06:00 UTC`.
    var asTime: HTML {
        guard count == 20, hasSuffix("Z"), dropFirst(10).first == "T" else { return "\(self)" }
        return
            "<time datetime=\"\(self)\">\(String(prefix(10))) \(String(dropFirst(11).prefix(5))) UTC</time>"
    }
}

extension Int64 {
    var megabytes: String { String(format: "%.1f MB", Double(self) / 1_000_000) }
}

extension MediaTime {
    /// Minutes and seconds, such as `1:05.0`.
    var clock: String {
        let tenths = Int((seconds * 10).rounded())
        let rest = tenths % 600
        return "\(tenths / 600):" + (rest < 100 ? "0" : "") + "\(rest / 10).\(rest % 10)"
    }
}

extension Int {
    /// The number with a word, such as `1 shot` or `3 shots`.
    package func of(_ one: String, _ several: String? = nil) -> String {
        "\(self) \(self == 1 ? one : several ?? one + "s")"
    }
}
