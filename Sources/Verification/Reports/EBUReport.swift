import DailiesMediaTime

/// A verification in the shape of the EBU's quality control reports, for systems that read those.
///
/// Source: EBU QC data model (Tech 3363): a report holds the items that were run, each with inputs,
/// outputs, the segments found, and its execution status apart from its result.
public struct EBUReport: Hashable, Sendable, Encodable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.ebu-report/1"

    /// One item that was run.
    public struct Item: Hashable, Sendable, Encodable {
        /// Whether an item answers yes or no, or reports values only.
        public enum Use: String, Hashable, Sendable, Codable { case check, report }
        /// Whether the item was run to its end.
        public enum Execution: String, Hashable, Sendable, Codable {
            case complete
            case error
            case notExecuted = "not executed"
        }
        /// Whether a value was read from a header or found by looking at the essence.
        public enum Method: String, Hashable, Sendable, Codable { case readout, measurement }

        /// A stretch of the film, in seconds.
        public struct Segment: Hashable, Sendable, Codable {
            /// Its beginning.
            public let start: Double
            /// Its end.
            public let end: Double
        }

        /// The item's number and letter; `nil` for a check without one.
        public let id: String?
        /// The item's name.
        public let name: String
        /// What it looks at; `nil` for checks of your own.
        public let layer: EBUItem.Layer?
        /// Our own code for it.
        public let code: String
        /// Whether it answers or reports.
        public let usedAs: Use
        /// Whether it was run.
        public let executionStatus: Execution
        /// The answer; a warning is an answer of yes, with its message.
        public let checkResult: Bool?
        /// What was expected, and the tolerance.
        public let inputs: [String: String]
        /// What was found, and a sentence about it.
        public let outputs: [String: String]
        /// Where it was found.
        public let segments: [Segment]
        /// How it was found.
        public let method: Method
    }

    /// The path that was looked at.
    public let file: String
    /// Whether every item that was run to its end gave a yes; `nil` where the file could not be
    /// looked at.
    public let result: Bool?
    /// The items, in the order in which they were run: wrapper first, baseband last.
    public let items: [Item]

    /// Writes a verification down as a report.
    public init(_ verification: Verification) {
        file = verification.file
        result = verification.verdict == .unknown ? nil : verification.verdict != .fail
        items = verification.checks.map(Item.init)
    }

    private enum Key: String, CodingKey { case schema, file, result, items }

    /// Writes the report with its schema.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encode(file, forKey: .file)
        try object.encode(result, forKey: .result)
        try object.encode(items, forKey: .items)
    }
}

extension EBUReport.Item {
    init(_ check: Check) {
        let item = check.code.ebuItem
        id = item?.id
        name = item?.name ?? check.code.rawValue
        layer = item?.layer
        code = check.code.rawValue
        usedAs = check.expected == nil ? .report : .check
        executionStatus =
            switch check.execution {
            case .done: .complete
            case .skipped: .notExecuted
            case .errored: .error
            }
        checkResult = check.result.map { $0 != .fail }
        inputs = ["expected": check.expected, "tolerance": check.tolerance].compactMapValues(\.self)
        outputs = [
            "measured": check.measured, "message": check.message,
            "severity": check.result?.rawValue,
        ].compactMapValues(\.self)
        segments = check.at.map { [Segment(start: $0.start.seconds, end: $0.end.seconds)] } ?? []
        method = item?.layer == .wrapper ? .readout : .measurement
    }
}
