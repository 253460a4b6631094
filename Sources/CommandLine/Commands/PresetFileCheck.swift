import DailiesJSON
import DailiesShotList

/// Names every problem of files of models or presets.
struct PresetFileCheck {
    let files: [String]
    let writesJSON: Bool
    let console: Console

    /// - Parameter name: reads a file and returns the name of what it holds.
    func run(_ name: (String) throws(InvalidPreset) -> String) -> ExitCode {
        var code = ExitCode.success
        for file in files {
            var problems: [PresetProblem] = []
            var lines: [String] = []
            do {
                lines = ["\(file): \(try name(file)): no problem"]
            } catch {
                code = .failed
                problems = error.problems
                lines = problems.map(\.description)
            }
            if writesJSON {
                let result: JSONValue = [
                    "file": .string(file), "problems": .array(problems.map(\.json)),
                ]
                console.output(result.line)
            } else {
                for line in lines { console.output(console.printable(line)) }
            }
        }
        return code
    }
}

extension PresetProblem {
    /// The problem for programs; `line` and `column` are numbers from 1.
    fileprivate var json: JSONValue {
        [
            "key": .optional(key), "message": .string(message),
            "line": position.map { .integer($0.line) } ?? .null,
            "column": position.map { .integer($0.column) } ?? .null,
        ]
    }
}
