import DailiesJSON
import Foundation

extension FaultRule {
    /// Parses `{"on", "provider", "fault", "times", "after", …parameters}`.
    init(_ entry: JSONValue) throws(FaultSyntaxError) {
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

    private init(
        _ fault: Fault,
        onNamed on: String?,
        provider: String?,
        times: Int?,
        after: Int
    ) throws(FaultSyntaxError) {
        var point: FaultPoint? = fault.name.points.first
        if on == "any" {
            point = nil
        } else if let on {
            guard let named = FaultPoint(rawValue: on) else {
                let known = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
                throw FaultSyntaxError("\"on\" must be one of: \(known), any; not \"\(on)\"")
            }
            point = named
        }
        let known = provider.flatMap(SimulatedProvider.init(rawValue:))
        if let provider, known == nil {
            throw FaultSyntaxError("there is no provider \"\(provider)\"")
        }
        try self.init(fault, on: point, provider: known, times: times, after: after)
    }

    /// Parses the header `X-Dailies-Fault: name;on=point;times=N;parameter=value`; several faults
    /// are separated by commas.
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
    /// The fault with a name and parameters; throws if either is unknown.
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
