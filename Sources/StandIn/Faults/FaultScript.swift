import DailiesJSON
package import Foundation

/// The faults to inject, as read from a file.
package struct FaultScript: Sendable {
    package let rules: [FaultRule]

    /// No faults.
    package static let none = FaultScript(rules: [])

    package static let schema = "dailies.faults/1"

    package init(rules: [FaultRule]) { self.rules = rules }

    /// Parses a script; throws if a name in it is unknown.
    package init(parsing bytes: Data) throws(FaultSyntaxError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw FaultSyntaxError("the faults are not JSON: \(error.reason)")
        }
        guard document["schema"]?.text == Self.schema, let entries = document["faults"]?.elements
        else {
            throw FaultSyntaxError(
                "the faults must read {\"schema\": \"\(Self.schema)\", \"faults\": [...]}")
        }
        var rules: [FaultRule] = []
        for (index, entry) in entries.enumerated() {
            do throws(FaultSyntaxError) {
                rules.append(try FaultRule(entry))
            } catch {
                throw FaultSyntaxError("fault \(index + 1): \(error)")
            }
        }
        self.rules = rules
    }
}
