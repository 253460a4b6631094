import DailiesMediaTime

/// A verification in the form of an EBU quality control report, for systems that read those.
///
/// Source: EBU QC data model (Tech 3363): a report lists the items that were run, each with inputs,
/// outputs, the segments found, and an execution status that is separate from the result.
public struct EBUReport: Hashable, Sendable, Encodable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.ebu-report/1"

    /// One item that was run.
    public struct Item: Hashable, Sendable, Encodable {
        /// Whether an item gives a yes or no, or only reports values.
        public enum Use: String, Hashable, Sendable, Codable { case check, report }
        /// Whether the item was run to its end.
        public enum Execution: String, Hashable, Sendable, Codable {
            case complete
            case error
            case notExecuted = "not executed"
        }
        /// Whether a value was read from a header or measured in the essence.
        public enum Method: String, Hashable, Sendable, Codable { case readout, measurement }

        /// A time range in the video, in seconds.
        public struct Segment: Hashable, Sendable, Codable {
            /// Its start.
            public let start: Double
            /// Its end.
            public let end: Double
        }

        /// The item's number and letter; `nil` for a check without an EBU item.
        public let id: String?
        /// The item's name.
        public let name: String
        /// What it looks at; `nil` for your own checks.
        public let layer: EBUItem.Layer?
        /// The code of the check, such as `video.duration`; see `CheckCode`.
        public let code: String
        /// Whether it checks or reports.
        public let usedAs: Use
        /// Whether it was run.
        public let executionStatus: Execution
        /// Whether the item passed; a warning counts as passed, and its message is in `outputs`.
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

    /// The path that was verified.
    public let file: String
    /// Whether every completed item gave a yes; `nil` if the file could not be checked.
    public let result: Bool?
    /// The items in the order in which they were run: wrapper first, baseband last.
    public let items: [Item]

    /// Makes a report of a verification.
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
