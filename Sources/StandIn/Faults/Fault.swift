import DailiesJSON

/// A fault to inject, with its parameters.
package struct Fault: Hashable, Sendable {
    package let name: FaultName
    package let parameters: [String: String]

    /// Makes a fault; throws if it doesn't have one of the parameters.
    package init(_ name: FaultName, _ parameters: [String: String] = [:]) throws(FaultSyntaxError) {
        for parameter in parameters.keys where !name.parameters.contains(parameter) {
            let known = name.parameters.map { "\"\($0)\"" }.joined(separator: ", ")
            throw FaultSyntaxError(
                "the fault \"\(name.rawValue)\" has no parameter \"\(parameter)\"; "
                    + (known.isEmpty ? "it has none" : "it has \(known)"))
        }
        for (parameter, text) in parameters {
            // `spelling` has a word as its status.
            guard name != .spelling, let limits = Self.limits[parameter] else { continue }
            let isWhole = Self.wholeNumbers.contains(parameter)
            guard let number = isWhole ? Int(text).map(Double.init) : Double(text),
                limits.contains(number)
            else {
                throw FaultSyntaxError(
                    "\(parameter) takes a \(isWhole ? "whole " : "")number from "
                        + "\(Int(limits.lowerBound)) to \(Int(limits.upperBound)), and "
                        + "\"\(text)\" is none")
            }
        }
        self.name = name
        self.parameters = parameters
    }

    /// The range of each parameter that is always a number.
    private static let limits: [String: ClosedRange<Double>] = [
        "seconds": 0...86_400, "factor": 0...1_000, "retry-after": 0...86_400,
        "bytes": 0...4_294_967_296, "rate": 1...4_294_967_296, "status": 200...599,
    ]

    /// The parameters that are whole numbers.
    private static let wholeNumbers: Set = ["bytes", "rate", "status"]

    /// The text of a parameter.
    subscript(_ parameter: String) -> String? { parameters[parameter] }

    /// The value of a parameter as an integer.
    func integer(_ parameter: String) -> Int? { parameters[parameter].flatMap { Int($0) } }

    /// The HTTP status that the parameter `status` asks for, 200…599.
    var httpStatus: Int? { integer("status") }

    /// The value of a parameter in seconds, 0…86,400.
    func duration(_ parameter: String) -> Duration? {
        parameters[parameter].flatMap { Double($0) }.map { .milliseconds(Int($0 * 1000)) }
    }

    /// Whether a parameter is `true`.
    func flag(_ parameter: String) -> Bool { parameters[parameter] == "true" }
}

/// An unknown or malformed fault.
package struct FaultSyntaxError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// The kind of request, or the callback, that a fault applies to.
package enum FaultPoint: String, CaseIterable, Sendable {
    case submit
    /// A request for the status of a run.
    case status
    /// A request for the result of a run that has ended.
    case result
    case cancel
    /// The upload of a picture.
    case upload
    /// The download of a clip.
    case file
    case callback
}
