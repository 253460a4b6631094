import DailiesJSON

/// What a preset says about sessions; `nil` where it says nothing.
///
/// The command line's options of the same names override it.
package struct PresetSession: Hashable, Sendable {
    /// How many takes of one run may be bought while they fail.
    package var maximumTakes: Int?
    /// How many runs are under way at once at each provider.
    package var concurrency: Int?
    /// The time of day from which nothing is submitted, as `HH:MM`.
    package var stopSubmittingAt: String?
    /// How long a session lasts at most, such as `7h30m`.
    package var maximumRuntime: String?
    /// Whether a film with slates is joined while takes are missing.
    package var makesPartialFilm: Bool?

    package init() {}

    package static let keys: Set<String> = [
        "max_takes", "concurrency", "stop_submitting_at", "max_runtime", "partial",
    ]

    static func read(_ fields: inout PresetFields) -> PresetSession? {
        fields.rejectKeys(except: keys)
        var session = PresetSession()
        session.maximumTakes = fields.optional("max_takes") { fields, key in
            fields.value(key, "a whole number from 1 to 20") { json in
                json.integer.flatMap { (1...20).contains($0) ? $0 : nil }
            }
        }
        session.concurrency = fields.optional("concurrency") { fields, key in
            fields.value(key, "a whole number from 1 up") { json in
                json.integer.flatMap { $0 >= 1 ? $0 : nil }
            }
        }
        session.stopSubmittingAt = fields.optional("stop_submitting_at") { fields, key in
            fields.value(key, "a time of day such as \"06:00\"") { json in
                json.text.flatMap {
                    $0.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]/) == nil ? nil : $0
                }
            }
        }
        session.maximumRuntime = fields.optional("max_runtime") { fields, key in
            fields.value(key, "a time span such as \"45m\" or \"7h30m\"") { json in
                json.text.flatMap {
                    $0.wholeMatch(of: /(?=.*[1-9])([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?/)
                        == nil ? nil : $0
                }
            }
        }
        session.makesPartialFilm = fields.optional("partial") { $0.bool($1) }
        return session
    }

    /// The settings with the values of another preset where that says something.
    package func overridden(by other: PresetSession) -> PresetSession {
        var session = self
        session.maximumTakes = other.maximumTakes ?? maximumTakes
        session.concurrency = other.concurrency ?? concurrency
        session.stopSubmittingAt = other.stopSubmittingAt ?? stopSubmittingAt
        session.maximumRuntime = other.maximumRuntime ?? maximumRuntime
        session.makesPartialFilm = other.makesPartialFilm ?? makesPartialFilm
        return session
    }
}
