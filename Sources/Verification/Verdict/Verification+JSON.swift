import DailiesMediaTime

extension Verification: Codable {
    private enum Key: String, CodingKey { case schema, file, verdict, action, checks }

    /// Reads the output of `dailies verify --json`; it doesn't include the measurement.
    ///
    /// - Throws: `DecodingError` for anything else or another schema version.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard try object.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: object, debugDescription: "expected \(Self.schema)")
        }
        file = try object.decode(String.self, forKey: .file)
        verdict = try object.decode(Verdict.self, forKey: .verdict)
        action = try object.decode(Action.self, forKey: .action)
        checks = try object.decode([Check].self, forKey: .checks)
        measurement = nil
        accessError = nil
    }

    /// Writes the object that `dailies verify --json` prints.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encode(file, forKey: .file)
        try object.encode(verdict, forKey: .verdict)
        try object.encode(action, forKey: .action)
        try object.encode(checks, forKey: .checks)
    }
}

extension Check: Codable {
    private enum Key: String, CodingKey {
        case code, execution, result, expected, measured, tolerance, message, at, evidence
    }

    /// Reads one entry of `checks`; times are in seconds.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        let times = try object.decodeIfPresent([Double].self, forKey: .at)
        let ends = times.map { $0.compactMap { MediaTime(reading: $0) } }
        guard ends.map({ $0.count == 2 }) ?? true else {
            throw DecodingError.dataCorruptedError(
                forKey: .at, in: object, debugDescription: "expected two times in seconds")
        }
        self.init(
            CheckCode(rawValue: try object.decode(String.self, forKey: .code)),
            execution: try object.decode(Execution.self, forKey: .execution),
            result: try object.decodeIfPresent(Result.self, forKey: .result),
            expected: try object.decodeIfPresent(String.self, forKey: .expected),
            measured: try object.decodeIfPresent(String.self, forKey: .measured),
            tolerance: try object.decodeIfPresent(String.self, forKey: .tolerance),
            at: ends.map { TimeRange(start: $0[0], end: $0[1]) },
            evidence: try object.decodeIfPresent(Evidence.self, forKey: .evidence),
            message: try object.decode(String.self, forKey: .message))
    }

    /// Writes one entry of `checks`; times are in seconds.
    ///
    /// `evidence` is only written if there is any.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(code.rawValue, forKey: .code)
        try object.encode(execution, forKey: .execution)
        try object.encode(result, forKey: .result)
        try object.encode(expected, forKey: .expected)
        try object.encode(measured, forKey: .measured)
        try object.encode(tolerance, forKey: .tolerance)
        try object.encode(message, forKey: .message)
        try object.encode(at.map { [$0.start.seconds, $0.end.seconds] }, forKey: .at)
        try object.encodeIfPresent(evidence, forKey: .evidence)
    }
}
