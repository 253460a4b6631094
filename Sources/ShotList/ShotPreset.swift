package import DailiesJSON

/// Settings under a name, for a look or a purpose: a file in `presets/looks` or `presets/purposes`, or
/// one of the user's.
package struct ShotPreset: Hashable, Sendable {
    package static let schema = "dailies.preset/2"

    package let name: String
    /// What it is for, in a sentence.
    package let purpose: String
    /// The shot fields that the preset sets.
    package let shot: [String: JSONValue]
    /// What the preset says about the film.
    package let film: ListedFilm
    /// What the preset says about sessions.
    package let session: PresetSession

    package init(
        name: String, purpose: String = "", shot: [String: JSONValue] = [:],
        film: ListedFilm = ListedFilm(), session: PresetSession = PresetSession()
    ) {
        self.name = name
        self.purpose = purpose
        self.shot = shot
        self.film = film
        self.session = session
    }

    package static let keys: Set<String> = [
        "schema", "name", "purpose", "note", "shot", "film", "session",
    ]

    /// The shot fields that a preset may set.
    package static let shotKeys: Set<String> = ShotFields.shotFields.subtracting(
        ShotFields.ownFields)

    /// Reads a preset; `null` says nothing, like a key that is missing.
    ///
    /// - Throws: `InvalidPreset` with every problem: each key that is missing, unknown or has a wrong
    ///   value.
    package init(_ json: JSONValue) throws(InvalidPreset) {
        let json = json.withoutRemarks(keeping: ShotFields.free)
        var fields = PresetFields(json)
        try fields.checkSchema(Self.schema)
        fields.rejectKeys(except: Self.keys)
        let name = fields.text("name")
        let purpose = fields.text("purpose")
        let shot = fields.optional("shot") { $0.object($1, Self.readShot) } ?? [:]
        let session =
            fields.optional("session") { $0.object($1, PresetSession.read) } ?? PresetSession()
        var filmProblems: [ListProblem] = []
        let film = json["film"].map { ListedFilm($0, &filmProblems) } ?? ListedFilm()
        for problem in filmProblems { fields.report(problem.field ?? "film", problem.message) }
        guard fields.problems.isEmpty, let name, let purpose else {
            throw InvalidPreset(fields.problems)
        }
        self.init(name: name, purpose: purpose, shot: shot, film: film, session: session)
    }

    /// Reads shot fields of the right kind; the model of each shot says whether it allows the value.
    private static func readShot(_ fields: inout PresetFields) -> [String: JSONValue]? {
        fields.rejectKeys(except: shotKeys)
        var values: [String: JSONValue] = [:]
        for (name, kind) in ShotFields.kinds.sorted(by: { $0.key < $1.key })
        where shotKeys.contains(name) && fields.has(name) {
            values[name] = fields.value(name, kind.expectation) { value -> JSONValue? in
                kind.allows(value) ? .some(value) : .none
            }
        }
        return values
    }
}

extension ShotFields.Kind {
    /// What a problem says is expected.
    fileprivate var expectation: String {
        switch self {
        case .text: "a text in quotes"
        case .number: "a number"
        case .truth: "true or false"
        case .texts: "a text in quotes, or a list of texts"
        case .json: "a list or an object"
        }
    }

    fileprivate func allows(_ value: JSONValue) -> Bool {
        switch self {
        case .text: value.text != nil
        case .number: value.number != nil
        case .truth: value.bool != nil
        case .texts: value.text != nil || value.elements?.allSatisfy { $0.text != nil } == true
        case .json: value.elements != nil || value.members != nil
        }
    }
}
