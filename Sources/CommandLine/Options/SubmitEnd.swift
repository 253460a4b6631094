import DailiesProduction
import DailiesShotList

/// When a session stops submitting, as `--stop-submitting-at` says it.
enum SubmitEnd: Hashable, Sendable {
    case at(ClockTime)
    /// At no time, whatever a preset says.
    case never

    static let option = "stop-submitting-at"
    private static let neverWord = "never"

    /// The words `--stop-submitting-at never`, which printed commands contain so that they submit at any
    /// time of day.
    static let neverOption = ["--\(option)", neverWord]

    init?(_ text: String) {
        if text == Self.neverWord {
            self = .never
        } else if let time = ClockTime(text) {
            self = .at(time)
        } else {
            return nil
        }
    }

    /// The deadline of a session; `nil` for none.
    ///
    /// - Parameters:
    ///   - given: the option's value; `nil` if it isn't given.
    ///   - preset: what the list's presets say, which the option overrides.
    static func deadline(_ given: SubmitEnd?, _ preset: PresetSession) -> SubmitDeadline? {
        switch given {
        case .never: nil
        case .at(let time): deadline(time, from: "--\(option)")
        case nil:
            preset.stopSubmittingAt.flatMap { ClockTime($0) }.map {
                deadline($0, from: "stop_submitting_at of a preset")
            }
        }
    }

    /// Whether a command that goes on with a session must say that it submits at any time.
    static func isNamed(_ given: SubmitEnd?, _ preset: PresetSession) -> Bool {
        if case .at = given { return true }
        return preset.stopSubmittingAt != nil
    }

    private static func deadline(_ time: ClockTime, from source: String) -> SubmitDeadline {
        SubmitDeadline(
            .now + time.fromNow(), source: "\(time) (\(source), which holds until \(time.end))")
    }
}

extension OptionValue<SubmitEnd> {
    static var submitEnd: OptionValue {
        OptionValue(
            "HH:MM|never", .choice(["never"]), expected: "a time of day such as 06:00, or never"
        ) { SubmitEnd($0) }
    }
}
