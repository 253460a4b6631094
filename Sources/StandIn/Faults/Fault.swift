import DailiesJSON

/// One thing that goes wrong, with its parameters.
package struct Fault: Hashable, Sendable {
    package let name: FaultName
    package let parameters: [String: String]

    /// Checks the parameters against what the fault takes.
    package init(_ name: FaultName, _ parameters: [String: String] = [:]) throws(FaultSyntaxError) {
        for parameter in parameters.keys where !name.parameters.contains(parameter) {
            let known = name.parameters.map { "\"\($0)\"" }.joined(separator: ", ")
            throw FaultSyntaxError(
                "the fault \"\(name.rawValue)\" has no parameter \"\(parameter)\"; "
                    + (known.isEmpty ? "it has none" : "it has \(known)"))
        }
        self.name = name
        self.parameters = parameters
    }

    /// A parameter as it was written.
    subscript(_ parameter: String) -> String? { parameters[parameter] }

    /// A parameter as a whole number.
    func integer(_ parameter: String) -> Int? { parameters[parameter].flatMap { Int($0) } }

    /// A parameter as a time in seconds.
    func duration(_ parameter: String) -> Duration? {
        parameters[parameter].flatMap { Double($0) }
            .map { .milliseconds(Int(min(max($0, 0), 86_400) * 1000)) }
    }

    /// Whether a parameter says yes.
    func flag(_ parameter: String) -> Bool { parameters[parameter] == "true" }
}

/// A fault that nobody knows, or one that is written wrongly.
package struct FaultSyntaxError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Where in an exchange a fault can strike.
package enum FaultPoint: String, CaseIterable, Sendable {
    case submit
    /// Asking how far a run is.
    case status
    /// Asking for the outcome of a run that has ended.
    case result
    case cancel
    /// Handing in a picture.
    case upload
    /// Fetching a clip.
    case file
    case callback
}
