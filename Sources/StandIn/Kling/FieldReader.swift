import DailiesJSON

/// Reads the fields of an object one by one and collects every problem on the way.
///
/// A field that is missing or `null` counts as not given.
struct FieldReader {
    private let object: JSONValue
    private let path: String
    private(set) var problems: [FieldProblem] = []

    init(_ object: JSONValue, path: String) {
        self.object = object
        self.path = path
    }

    /// Notes a problem of a field.
    mutating func note(_ field: String, _ message: String) {
        problems.append(FieldProblem(field: "\(path).\(field)", message: message))
    }

    /// Takes over the problems of an object further inside.
    mutating func note(_ inner: FieldReader) { problems += inner.problems }

    /// A reader for an element of a list.
    func element(_ value: JSONValue, of field: String, at index: Int) -> FieldReader {
        FieldReader(value, path: "\(path).\(field).\(index)")
    }

    /// Whether the field is there.
    func has(_ field: String) -> Bool { object[field] != nil }

    /// A string that isn't empty and has at most `limit` characters.
    mutating func text(_ field: String, limit: Int) -> String? {
        guard let value = object[field] else { return nil }
        guard let text = value.text else {
            note(field, "must be a string")
            return nil
        }
        // Counted as the model's own schema counts: in code points.
        if text.unicodeScalars.count > limit {
            note(field, "must have at most \(limit) characters")
        } else if text.allSatisfy(\.isWhitespace) {
            note(field, "must not be empty")
        }
        return text
    }

    /// One of a few strings; anything else, a number too, is refused.
    mutating func choice(_ field: String, of allowed: [String]) -> String? {
        guard let value = object[field] else { return nil }
        guard let text = value.text, allowed.contains(text) else {
            let list = allowed.map { "\"\($0)\"" }.joined(separator: ", ")
            note(field, "must be one of the strings \(list)")
            return nil
        }
        return text
    }

    /// `true` or `false`.
    mutating func flag(_ field: String) -> Bool? {
        guard let value = object[field] else { return nil }
        guard case .bool(let flag) = value else {
            note(field, "must be true or false")
            return nil
        }
        return flag
    }

    /// A number within a range.
    mutating func number(_ field: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = object[field] else { return nil }
        guard let number = value.number, range.contains(number) else {
            note(field, "must be a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A list with a bounded count of elements.
    mutating func list(_ field: String, count: ClosedRange<Int>) -> [JSONValue]? {
        guard let value = object[field] else { return nil }
        guard case .array(let elements) = value, count.contains(elements.count) else {
            note(field, "must be a list of \(count.lowerBound) to \(count.upperBound) elements")
            return nil
        }
        return elements
    }
}
