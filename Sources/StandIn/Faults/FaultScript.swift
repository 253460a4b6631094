import DailiesJSON
package import Foundation

/// When a fault strikes.
package struct FaultRule: Hashable, Sendable {
    package let fault: Fault
    /// Where; `nil` for everywhere it can.
    let point: FaultPoint?
    /// With which provider alone.
    var provider: SimulatedProvider?
    /// With which run alone.
    var run: String?
    /// How often; `nil` for always.
    var times: Int?
    /// How many occasions pass untouched before.
    var after = 0

    /// Makes a rule, checking that the fault can strike there.
    package init(
        _ fault: Fault,
        on point: FaultPoint? = nil,
        provider: SimulatedProvider? = nil,
        times: Int? = nil,
        after: Int = 0
    ) throws(FaultSyntaxError) {
        if let point, !fault.name.points.contains(point) {
            let known = fault.name.points.map(\.rawValue).joined(separator: ", ")
            throw FaultSyntaxError(
                "the fault \"\(fault.name.rawValue)\" can't strike on \"\(point.rawValue)\", "
                    + "only on: \(known)")
        }
        self.fault = fault
        self.point = point
        self.provider = provider
        self.times = times
        self.after = after
    }
}

/// All that is to go wrong, as a file says it.
package struct FaultScript: Sendable {
    package let rules: [FaultRule]

    /// Nothing goes wrong.
    package static let none = FaultScript(rules: [])

    package static let schema = "dailies.faults/1"

    package init(rules: [FaultRule]) { self.rules = rules }

    /// Reads a script; every name in it must be known.
    package init(parsing bytes: Data) throws(FaultSyntaxError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw FaultSyntaxError("the faults are no JSON: \(error.reason)")
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

extension FaultRule {
    /// Reads `{"on", "provider", "fault", "times", "after", …parameters}`.
    fileprivate init(_ entry: JSONValue) throws(FaultSyntaxError) {
        guard var members = entry.members, let name = members.removeValue(forKey: "fault")?.text
        else { throw FaultSyntaxError("\"fault\" must name one") }
        let on = members.removeValue(forKey: "on")?.text
        let provider = members.removeValue(forKey: "provider")?.text
        let times = members.removeValue(forKey: "times")?.integer
        let after = members.removeValue(forKey: "after")?.integer
        var parameters: [String: String] = [:]
        for (key, value) in members {
            switch value {
            case .string(let text): parameters[key] = text
            case .integer, .number, .bool: parameters[key] = value.line
            default: throw FaultSyntaxError("\"\(key)\" must be a string or a number")
            }
        }
        self = try FaultRule(
            FaultName.fault(named: name, parameters), onNamed: on, provider: provider, times: times,
            after: after ?? 0)
    }

    fileprivate init(
        _ fault: Fault,
        onNamed on: String?,
        provider: String?,
        times: Int?,
        after: Int
    ) throws(FaultSyntaxError) {
        var place: FaultPoint? = fault.name.points.first
        if on == "any" {
            place = nil
        } else if let on {
            guard let point = FaultPoint(rawValue: on) else {
                let known = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
                throw FaultSyntaxError("\"on\" must be one of: \(known), any; not \"\(on)\"")
            }
            place = point
        }
        let known = provider.flatMap(SimulatedProvider.init(rawValue:))
        if let provider, known == nil {
            throw FaultSyntaxError("there is no provider \"\(provider)\"")
        }
        try self.init(fault, on: place, provider: known, times: times, after: after)
    }

    /// Reads the header `X-Dailies-Fault: name;on=point;times=N;parameter=value`; several are
    /// separated by commas.
    static func parse(header: String) throws(FaultSyntaxError) -> [FaultRule] {
        var rules: [FaultRule] = []
        for text in header.split(separator: ",") {
            let words = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let name = words.first else { continue }
            var parameters: [String: String] = [:]
            for word in words.dropFirst() {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                parameters[parts.first ?? ""] = parts.count > 1 ? parts[1] : "true"
            }
            let on = parameters.removeValue(forKey: "on")
            let times = parameters.removeValue(forKey: "times").flatMap { Int($0) }
            let after = parameters.removeValue(forKey: "after").flatMap { Int($0) }
            rules.append(
                try FaultRule(
                    FaultName.fault(named: name, parameters), onNamed: on ?? "any", provider: nil,
                    times: times ?? 1, after: after ?? 0))
        }
        return rules
    }
}

extension FaultName {
    /// The fault of a name, with its parameters.
    fileprivate static func fault(
        named name: String, _ parameters: [String: String]
    ) throws(FaultSyntaxError) -> Fault {
        guard let known = FaultName(rawValue: name) else {
            let names = allCases.map(\.rawValue).joined(separator: ", ")
            throw FaultSyntaxError("there is no fault \"\(name)\"; there are: \(names)")
        }
        return try Fault(known, parameters)
    }
}
