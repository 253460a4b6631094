package import DailiesJSON
import DailiesMediaTime

extension ListedFilm {
    package static let fields: Set<String> = [
        "frame_size", "frame_rate", "fit", "loudness", "transition", "music", "label", "captions",
    ]
    package static let musicFields: Set<String> = ["file", "level", "loop"]

    /// Reads the `film` object of a list; a field with a problem keeps its default.
    package init(_ json: JSONValue, _ problems: inout [ListProblem]) {
        self.init()
        guard let members = json.members else {
            problems.append(
                ListProblem(
                    field: "film",
                    "it is \(json.kind)", "write an object: {\"frame_size\": \"1920x1080\"}"))
            return
        }
        Self.reportUnknown(members, Self.fields, in: "film", &problems)
        func read<Value>(
            _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
        ) -> Value? {
            guard let value = members[name], value != .null else { return nil }
            if let converted = convert(value) { return converted }
            problems.append(
                ListProblem(field: "film.\(name)", "it is \(value.line)", "write \(expected)"))
            return nil
        }
        frameSize = read("frame_size", "a size such as \"1920x1080\"") {
            $0.text.flatMap { FrameSize($0) }
        }
        frameRate = read("frame_rate", "a rate such as 24 or \"24000/1001\"") { value in
            (value.text ?? value.number.map { "\($0)" }).flatMap { FrameRate($0) }
        }
        fit = read("fit", Fit.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")) {
            $0.text.flatMap(Fit.init)
        }
        loudness = read("loudness", "LUFS from -50 to 0, such as -14") { value in
            value.number.flatMap { (-50...0).contains($0) ? $0 : nil }
        }
        transition = read("transition", "\"cut\", or \"dissolve:12\" for 12 frames") {
            $0.text.flatMap { Transition($0) }
        }
        label = read(
            "label", "seconds from 0.1 to 600, or {\"seconds\": 3, \"text\": \"AI-generated\"}"
        ) { value in
            if let seconds = value.number { return FilmLabel(seconds: seconds) }
            guard let members = value.members, let seconds = members["seconds"]?.number,
                Set(members.keys).isSubset(of: ["seconds", "text"])
            else { return nil }
            guard let text = members["text"] else { return FilmLabel(seconds: seconds) }
            return text.text.flatMap { FilmLabel(seconds: seconds, text: $0) }
        }
        captions = read("captions", "true or false", \.bool)
        guard let value = members["music"], value != .null else { return }
        music = Music(value, &problems)
    }

    fileprivate static func reportUnknown(
        _ members: [String: JSONValue], _ known: Set<String>, in place: String,
        _ problems: inout [ListProblem]
    ) {
        for name in members.keys.sorted() where !known.contains(name) {
            problems.append(
                ListProblem(
                    field: "\(place).\(name)", "unknown field",
                    suggestion(for: name, among: known)))
        }
    }
}

extension ListedFilm.Music {
    /// Reads a file's path, or an object with `file`, `level` and `loop`; `nil` with a problem.
    fileprivate init?(_ json: JSONValue, _ problems: inout [ListProblem]) {
        if let file = json.text, !file.isEmpty {
            self.init(file: file, level: nil, loops: false)
            return
        }
        let count = problems.count
        let members = json.members ?? [:]
        ListedFilm.reportUnknown(
            members, ListedFilm.musicFields, in: "film.music", &problems)
        if members["file"]?.text?.isEmpty != false {
            problems.append(
                ListProblem(
                    field: "film.music",
                    "write a file's path, or {\"file\": \"…\", \"level\": -12, \"loop\": true}"))
        }
        let level = members["level"] ?? .null
        if level != .null, level.number.map({ (-60...20).contains($0) }) != true {
            problems.append(
                ListProblem(
                    field: "film.music.level", "it is \(level.line)", "write dB from -60 to 20"))
        }
        let loop = members["loop"] ?? .null
        if loop != .null, loop.bool == nil {
            problems.append(
                ListProblem(field: "film.music.loop", "it is \(loop.line)", "write true or false"))
        }
        guard problems.count == count, let file = members["file"]?.text else { return nil }
        self.init(file: file, level: level.number, loops: loop.bool ?? false)
    }
}
