import DailiesJSON
package import Foundation

/// The faults to inject, as read from a file.
package struct FaultScript: Sendable {
    package let rules: [FaultRule]

    /// No faults.
    package static let none = FaultScript(rules: [])

    package static let schema = "dailies.faults/1"

    package init(rules: [FaultRule]) { self.rules = rules }

    /// Parses a script; throws if it isn't JSON, has a member twice, or if a name in it is unknown.
    package init(parsing bytes: Data) throws(FaultSyntaxError) {
        let text = JSONDocument(bytes)
        if let flaw = text.flaws.first {
            let place = "line \(flaw.position.line), column \(flaw.position.column)"
            let name = flaw.duplicate.map { "\"\($0)\": " } ?? ""
            throw FaultSyntaxError("the faults can't be read: \(place): \(name)\(flaw.message)")
        }
        guard let document = text.value, document["schema"]?.text == Self.schema,
            let entries = document["faults"]?.elements
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
