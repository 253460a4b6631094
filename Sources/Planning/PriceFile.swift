import DailiesJSON
import DailiesShotList

/// The content of one price file.
struct PriceFile {
    let entries: [PriceBook.Entry]

    init(_ json: JSONValue) throws(InvalidPreset) {
        var fields = PresetFields(json.withoutRemarks())
        try fields.checkSchema(PriceBook.schema)
        fields.rejectKeys(except: PriceBook.keys)
        let date = fields.day("date")
        let entries = fields.list("prices") { price in
            PriceBook.Entry.read(&price, date: date ?? "")
        }
        guard fields.problems.isEmpty, let entries else { throw InvalidPreset(fields.problems) }
        self.entries = entries
    }
}

extension PriceBook {
    package static let keys: Set = ["schema", "date", "note", "prices"]
}

extension PriceBook.Entry {
    package static let keys: Set = ["provider", "model", "date", "source", "note", "rates"]

    /// - Parameter date: the file's, for an entry without its own.
    fileprivate static func read(_ fields: inout PresetFields, date: String) -> Self? {
        fields.rejectKeys(except: keys)
        let provider = fields.text("provider")
        let model = fields.text("model")
        let ownDate = fields.optional("date") { $0.day($1) }
        let source = fields.text("source")
        let rates = fields.list("rates", PriceBook.Rate.read)
        guard let provider, let model, let source, let rates else { return nil }
        return Self(
            provider: provider, model: model, date: ownDate ?? date, source: source, rates: rates)
    }
}

extension PriceBook.Rate {
    package static let keys: Set = [
        "sound", "resolution", "seconds", "per", "expected", "worst",
    ]

    private enum SoundName: String, CaseIterable { case none, generated, voices }

    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: keys)
        let soundName: SoundName? = fields.optional("sound") { $0.choice($1) }
        let resolution = fields.optional("resolution") { $0.text($1) }
        let seconds = fields.optional("seconds") { $0.integer($1) }
        let unit: PriceBook.Unit? = fields.choice("per")
        let expected = fields.money("expected")
        let worst = fields.has("worst") ? fields.money("worst") : expected
        guard fields.problems.isEmpty, let unit, let expected, let worst else { return nil }
        guard worst >= expected else {
            fields.report(
                "worst", "it is \(worst), less than what is expected; write the highest price")
            return nil
        }
        let sound = soundName.map { name -> Shot.Sound in
            switch name {
            case .none: Shot.Sound.none
            case .generated: Shot.Sound.generated
            case .voices: Shot.Sound.voices
            }
        }
        return Self(
            sound: sound, resolution: resolution, seconds: seconds, unit: unit, expected: expected,
            worst: worst)
    }
}

extension PresetFields {
    /// Reads US dollars.
    fileprivate mutating func money(_ key: String) -> Money? {
        value(key, "US dollars in quotes, such as \"0.112\"") { json in
            json.text.flatMap { Money(decimal: $0) }.flatMap { $0 >= .zero ? $0 : nil }
        }
    }

    /// Reads a day, as ISO 8601 writes it: days are compared as texts.
    fileprivate mutating func day(_ key: String) -> String? {
        value(key, "a day such as \"2026-09-01\"") { json in
            json.text.flatMap { $0.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil ? nil : $0 }
        }
    }
}
