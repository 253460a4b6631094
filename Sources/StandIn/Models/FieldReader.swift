import DailiesJSON

/// Reads the fields of an object and collects all problems.
///
/// A field that is `null` counts as missing.
struct FieldReader {
    private let object: JSONValue
    private let path: String
    private(set) var problems: [FieldProblem] = []

    init(_ object: JSONValue, path: String) {
        self.object = object
        self.path = path
    }

    /// Adds a problem of a field.
    mutating func addProblem(
        _ field: String,
        _ message: String,
        _ type: String = "value_error",
        _ context: [String: JSONValue] = [:]
    ) {
        problems.append(
            FieldProblem(
                field: path(of: field), message: message, type: type, context: context))
    }

    /// Adds the problems of a nested object.
    mutating func addProblems(of inner: FieldReader) { problems += inner.problems }

    /// A reader for an element of a list field.
    func element(_ value: JSONValue, of field: String, at index: Int) -> FieldReader {
        FieldReader(value, path: "\(path(of: field)).\(index)")
    }

    private func path(of field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }

    /// Adds a problem for every field that isn't one of the known ones.
    mutating func rejectUnknownFields(except known: Set<String>) {
        for (field, value) in (object.members ?? [:]).sorted(by: { $0.key < $1.key })
        where value != .null && !known.contains(field) {
            addProblem(field, "Extra inputs are not permitted", "extra_forbidden")
        }
    }

    /// Whether the field is given.
    func has(_ field: String) -> Bool { object[field] != nil }

    /// The value of a field; `nil` if it isn't given.
    func value(_ field: String) -> JSONValue? { object[field] }

    /// A string that isn't blank and has at most `limit` characters.
    mutating func text(_ field: String, limit: Int) -> String? {
        guard let value = object[field] else { return nil }
        guard let text = value.text else {
            addProblem(field, "must be a string", "string_type")
            return nil
        }
        // Counted in code points, as the model's schema does.
        if text.unicodeScalars.count > limit {
            addProblem(
                field, "must have at most \(limit) characters", "sequence_too_long",
                ["max_length": .integer(limit)])
        } else if text.allSatisfy(\.isWhitespace) {
            addProblem(field, "must not be empty", "sequence_too_short", ["min_length": 1])
        }
        return text
    }

    /// One of the allowed strings; any other value, including a number, is a problem.
    mutating func choice(_ field: String, of allowed: [String]) -> String? {
        guard let value = object[field] else { return nil }
        guard let text = value.text, allowed.contains(text) else {
            let list = allowed.map { "\"\($0)\"" }.joined(separator: ", ")
            addProblem(
                field, "must be one of the strings \(list)", "one_of",
                ["expected": .array(allowed.map(JSONValue.string))])
            return nil
        }
        return text
    }

    /// `true` or `false`.
    mutating func flag(_ field: String) -> Bool? {
        guard let value = object[field] else { return nil }
        guard case .bool(let flag) = value else {
            addProblem(field, "must be true or false", "bool_type")
            return nil
        }
        return flag
    }

    /// A number within a range.
    mutating func number(_ field: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = object[field] else { return nil }
        guard let number = value.number else {
            addProblem(field, "must be a number", "float_type")
            return nil
        }
        if number < range.lowerBound {
            addProblem(
                field, "must be at least \(range.lowerBound)", "greater_than_equal",
                ["ge": .number(range.lowerBound)])
        } else if number > range.upperBound {
            addProblem(
                field, "must be at most \(range.upperBound)", "less_than_equal",
                ["le": .number(range.upperBound)])
        }
        return number
    }

    /// A list with a number of elements within limits.
    mutating func list(_ field: String, count: ClosedRange<Int>) -> [JSONValue]? {
        guard let value = object[field] else { return nil }
        guard case .array(let elements) = value else {
            addProblem(field, "must be a list", "list_type")
            return nil
        }
        let limits = "must be a list of \(count.lowerBound) to \(count.upperBound) elements"
        if elements.count < count.lowerBound {
            addProblem(
                field, limits, "sequence_too_short", ["min_length": .integer(count.lowerBound)])
        } else if elements.count > count.upperBound {
            addProblem(
                field, limits, "sequence_too_long", ["max_length": .integer(count.upperBound)])
        }
        return count.contains(elements.count) ? elements : nil
    }
}
