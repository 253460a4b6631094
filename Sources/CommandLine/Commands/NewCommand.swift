import DailiesProduction
import Foundation

/// Writes a starter list.
struct NewCommand: Command {
    static let name = "new"
    static let summary = "write a shot list to start with"
    static let discussion = """
        The extension of FILE chooses the format: .json with remarks on every field, .jsonl with a shot a
        line, .csv for spreadsheets, .txt with a prompt a line; - writes JSON to standard output.
        A file that is there already isn't touched.
        Exit 0 written, 2 usage.
        """
    static let examples = [
        CommandExample(
            "new film.json",
            "Writes a list with a remark on every field"),
        CommandExample(
            "new film.csv",
            "Writes a table for a spreadsheet"),
    ]

    private let path: String

    init(_ options: inout OptionReader) {
        path = options.operand(
            "FILE", .file, orElse: "name the list to write, such as film.json")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let presets = try? PresetsFolder.find(environment: context.environment)
        let list = StarterList(
            title: ((path as NSString).lastPathComponent as NSString).deletingPathExtension,
            schema: presets.map {
                URL(fileURLWithPath: $0.path + "/schema/list.schema.json").standardizedFileURL
                    .absoluteString
            })
        guard path != "-" else {
            context.console.output(list.json)
            return .success
        }
        let kind = (path as NSString).pathExtension.lowercased()
        guard let text = list.text(extension: kind) else {
            throw UsageError(
                "\"\(path)\" has no extension of a list: use .json, .jsonl, .csv or .txt")
        }
        do {
            try Data((text + "\n").utf8).write(
                to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw UsageError(
                isThere
                    ? "\(path) is there already; choose another name"
                    : "\(path) can't be written; is its folder there, and yours?")
        }
        context.console.message(
            """
            wrote \(path): three shots; change them in an editor, then
              see the price   \(shellLine("dailies", ["plan", path]))
              try it for free \(shellLine("dailies", ["rehearse", path]))
              buy it          \(shellLine("dailies", ["run", path]))
            """)
        return .success
    }
}
