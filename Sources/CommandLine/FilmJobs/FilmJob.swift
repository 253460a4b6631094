import DailiesJSON
import DailiesShotList
import Foundation

/// A line of the file of `assemble --jobs-file`: one film, and what it is made from.
struct FilmJob: Hashable, Sendable {
    /// The film's path.
    let output: String
    /// The clips in film order.
    let clips: [String]
    /// The film's title; `nil` for its file's name.
    let title: String?
    /// What the film is like, where the line says it.
    let film: ListedFilm
    /// The line's canonical text.
    let line: String

    /// Reads a file of jobs.
    ///
    /// - Throws: `UsageError` with every problem of the file; `TryAgainLater` if it can't be read now.
    static func read(_ path: String) throws -> [FilmJob] {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            if let problem = InputAccess.temporaryProblem(reading: path) {
                throw TryAgainLater(problem)
            }
            throw UsageError("\(path) can't be read; is the path right?")
        }
        var jobs: [FilmJob] = []
        var problems: [String] = []
        var outputs: [String: Int] = [:]
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, text) in lines.enumerated() {
            let isBlank = text.allSatisfy { [9, 13, 32].contains($0) }
            if isBlank { continue }
            let number = index + 1
            var found: [String] = []
            if let job = FilmJob(line: Data(text), &found) {
                if let first = outputs[job.output] {
                    found.append("line \(first) has the same output")
                }
                outputs[job.output] = number
                jobs.append(job)
            }
            problems += found.map { "line \(number): \($0)" }
        }
        if jobs.isEmpty, problems.isEmpty {
            problems.append("there is no film in it; write a line for each: \(example)")
        }
        guard problems.isEmpty else {
            throw UsageError((["\(path) has problems"] + problems).joined(separator: "\n  "))
        }
        return jobs
    }

    private static let example = #"{"output": "film.mp4", "clips": ["1.mp4", "2.mp4"]}"#
    private static let fields: Set<String> = ["output", "clips", "title", "film"]

    /// - Parameter problems: is given what is wrong with the line.
    /// - Returns: `nil` if the line can't be used.
    private init?(line: Data, _ problems: inout [String]) {
        guard let json = try? JSONValue(parsing: line), let members = json.members else {
            problems.append("it isn't a JSON object; write \(Self.example)")
            return nil
        }
        let count = problems.count
        for name in members.keys.sorted() where !Self.fields.contains(name) {
            let advice = proposal(for: name, among: Self.fields.sorted())
            problems.append("unknown field \"\(name)\"\(advice)")
        }
        let output = members["output"]?.text ?? ""
        if output.isEmpty { problems.append("output: write the film's path") }
        let listed = members["clips"]?.elements ?? []
        let clips = listed.compactMap(\.text).filter { !$0.isEmpty }
        if clips.isEmpty || clips.count < listed.count {
            problems.append("clips: write a list of paths, in film order")
        }
        if let title = json["title"], title.text == nil {
            problems.append("title: it is \(title.kind); write a text")
        }
        var film = ListedFilm()
        if let value = json["film"] {
            var found: [ListProblem] = []
            film = ListedFilm(value, &found)
            problems += found.map { "\($0.field ?? "film"): \($0.message)" }
        }
        guard problems.count == count else { return nil }
        self.output = output
        self.clips = clips
        title = json["title"]?.text
        self.film = film
        self.line = json.line
    }
}
