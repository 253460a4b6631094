import DailiesJSON
import Foundation

/// The columns of a table of shots: the first row names their fields.
struct ShotTable {
    private(set) var columns: [Column] = []
    private(set) var problems: [Problem] = []

    /// What a column contains.
    enum Column: Hashable {
        case field(String)
        /// A member of `extras` or `metadata`: `metadata.reel`.
        case member(field: String, name: String)
        /// No field; `name` is empty for a column without a name.
        case none(name: String)
    }

    /// A problem of a cell in the first row.
    struct Problem {
        let cell: SeparatedText.Cell
        let name: String
        let wrong: String
        let correction: String
    }

    /// Reads the names of the fields.
    init(header: SeparatedText.Row) {
        for cell in header.cells {
            let column = column(cell)
            if case .none = column {
            } else if columns.contains(column) {
                problems.append(
                    Problem(
                        cell: cell, name: cell.text, wrong: "there are two such columns",
                        correction: "keep one"))
            }
            columns.append(column)
        }
        for field in ShotFields.free.sorted() { checkMembers(of: field, header) }
    }

    /// Reports a field that has a column of its own and columns of its members: a row would set it twice.
    private mutating func checkMembers(of field: String, _ header: SeparatedText.Row) {
        let whole = columns.firstIndex(of: .field(field))
        let member = columns.firstIndex {
            if case .member(field, _) = $0 { true } else { false }
        }
        guard let whole, let member else { return }
        let second = header.cells[max(whole, member)]
        let names = [whole, member].map { "\"\(header.cells[$0].text)\"" }
        problems.append(
            Problem(
                cell: second, name: second.text,
                wrong: "both \(names.joined(separator: " and ")) are columns",
                correction: "keep one kind"))
    }

    /// Whether the first row of a text names a field that a shot needs.
    static func hasHeader(_ bytes: [UInt8]) -> Bool {
        guard let header = SeparatedText(bytes, limit: 1).header else { return false }
        return header.cells.contains { ["prompt", "multi_prompt"].contains(normalized($0.text)) }
    }

    /// Whether the row names any field at all.
    var isHeader: Bool { columns.contains { if case .none = $0 { false } else { true } } }

    /// A name as fields have it: "Aspect ratio" is `aspect_ratio`.
    private static func normalized(_ text: String) -> String {
        String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }

    private mutating func column(_ cell: SeparatedText.Cell) -> Column {
        guard !cell.text.isEmpty else { return .none(name: "") }
        let parts = cell.text.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, case let field = Self.normalized(parts[0]),
            ShotFields.free.contains(field)
        {
            return .member(field: field, name: parts[1])
        }
        let name = Self.normalized(cell.text)
        if ShotFields.shotFields.contains(name) { return .field(name) }
        guard !JSONValue.isRemark(cell.text) else { return .none(name: cell.text) }
        func report(_ wrong: String, _ correction: String) {
            problems.append(
                Problem(cell: cell, name: cell.text, wrong: wrong, correction: correction))
        }
        if ShotFields.unsupported.contains(name) {
            report("this version doesn't support this column", "leave it out")
        } else if let near = nearest(to: name, among: ShotFields.shotFields) {
            report("unknown column", "did you mean \"\(near)\"?")
            return .field(near)
        } else {
            report("unknown column", "leave it out, or write remarks in \"note\"")
        }
        return .none(name: cell.text)
    }
}
