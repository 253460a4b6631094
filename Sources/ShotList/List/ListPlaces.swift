import DailiesJSON

/// The places of a list's shots and fields in its file.
struct ListPlaces: Sendable {
    /// The lines of the file, as UTF-8.
    var lines = TextLines([])
    /// The offsets of values by their paths: `shots[2].prompt` is the prompt of the second shot.
    private var offsets: [String: Int] = [:]
    /// The rows of a table, by the path of what is in them.
    private var rows: [String: Int] = [:]

    /// The path of a shot.
    ///
    /// - Parameter index: the shot's position in the list, from 0.
    static func path(ofShot index: Int) -> String { "shots[\(index + 1)]" }

    /// The place of a value; `nil` if it has none.
    subscript(path: String) -> ListPlace? {
        offsets[path].map { ListPlace(lines.position(at: $0), row: rows[path]) }
    }

    mutating func set(_ path: String, offset: Int, row: Int? = nil) {
        offsets[path] = offset
        rows[path] = row
    }

    /// Adds the places of a JSON value that is a part of the file.
    ///
    /// - Parameters:
    ///   - path: the path of the value in the list; empty for the list itself.
    ///   - start: the offset of the JSON text in the file.
    mutating func add(_ document: JSONDocument, at path: String, start: Int, row: Int? = nil) {
        for (inner, offset) in document.offsets {
            set(Self.joined(path, inner), offset: start + offset, row: row)
        }
    }

    /// The field itself, or the object or list around it that is in the file.
    ///
    /// The value of the scope itself doesn't count.
    func nearest(to field: String, in scope: String) -> (field: String, place: ListPlace)? {
        var field = field
        while !field.isEmpty {
            if let place = self[Self.joined(scope, field)] { return (field, place) }
            let end = field.lastIndex { $0 == "." || $0 == "[" } ?? field.startIndex
            field = String(field[..<end])
        }
        return nil
    }

    private static func joined(_ path: String, _ inner: String) -> String {
        path.isEmpty || inner.isEmpty ? path + inner : "\(path).\(inner)"
    }

    /// A step of a path.
    enum Step {
        case member(String)
        /// The number of an element, from 1.
        case element(Int)
    }

    /// The steps of a path such as `elements[2].video_url`.
    static func steps(_ path: String) -> [Step] {
        path.split { ".[]".contains($0) }.map { part in
            // A name of digits alone can be meant too; it has no value then.
            UInt(part).flatMap { $0 > 0 ? Int(exactly: $0) : nil }.map(Step.element)
                ?? .member(String(part))
        }
    }
}
