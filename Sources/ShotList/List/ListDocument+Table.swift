import DailiesJSON
import Foundation

// Lists as tables: a shot a row.
extension ListDocument {
    mutating func readTable() {
        let table = SeparatedText(places.lines.bytes)
        for flaw in table.flaws {
            problems.append(
                ListProblem(
                    flaw.wrong, flaw.correction, place: place(flaw.offset, row: flaw.row)))
        }
        isUnreadable = !table.isComplete
        guard let header = table.header else {
            return fail(ListProblem("it is empty", "name the columns in the first row"))
        }
        let columns = ShotTable(header: header)
        guard columns.isHeader else {
            return fail(
                ListProblem(
                    "the first row doesn't name the columns",
                    "write the names of fields there: id, prompt, duration …",
                    place: place(header.cells[0].offset, row: header.number)))
        }
        for problem in columns.problems {
            problems.append(
                ListProblem(
                    field: problem.name, problem.wrong, problem.correction,
                    place: place(problem.cell.offset, row: header.number)))
        }
        for row in table.rows where row.number > header.number && !row.isBlank {
            add(row, columns.columns)
        }
        checkShots()
    }

    private func place(_ offset: Int, row: Int) -> ListPlace {
        ListPlace(places.lines.position(at: offset), row: row)
    }

    private mutating func add(_ row: SeparatedText.Row, _ columns: [ShotTable.Column]) {
        let index = shots.count
        let path = ListPlaces.path(ofShot: index)
        places.set(path, offset: row.cells[0].offset, row: row.number)
        var fields: [String: JSONValue] = [:]
        for (cell, column) in zip(row.cells, columns) where !cell.text.isEmpty {
            switch column {
            case .field(let name):
                places.set("\(path).\(name)", offset: cell.offset, row: row.number)
                report(cell, name, index, row.number)
                fields[name] = CellValue.value(cell.text, of: name)
            case .member(let field, let name):
                places.set("\(path).\(field).\(name)", offset: cell.offset, row: row.number)
                var members = fields[field]?.members ?? [:]
                members[name] = CellValue.member(cell.text, of: field)
                fields[field] = .object(members)
            case .none(let name) where name.isEmpty:
                problems.append(
                    ListProblem(
                        entry: index,
                        "its column has no name: \"\(cell.text)\"",
                        "write the field's name in the first row",
                        place: place(cell.offset, row: row.number)))
            case .none: break
            }
        }
        for cell in row.cells.dropFirst(columns.count) where !cell.text.isEmpty {
            problems.append(
                ListProblem(
                    entry: index,
                    "the row has more cells than the first row: \"\(cell.text)\"",
                    "put texts that contain the separator into quotes",
                    place: place(cell.offset, row: row.number)))
        }
        shots.append(Entry(index: index, fields: fields))
    }

    /// Adds the flaws of the JSON text in a cell.
    private mutating func report(
        _ cell: SeparatedText.Cell, _ field: String, _ index: Int, _ row: Int
    ) {
        for flaw in CellValue.json(cell.text, of: field)?.flaws ?? [] {
            problems.append(
                ListProblem(
                    field: field, entry: index,
                    "the cell isn't JSON: \(flaw.wrong)", flaw.correction,
                    place: place(cell.offset, row: row)))
        }
    }
}
