import DailiesMediaTime

/// The numbering of frames as hours, minutes, seconds and frames, non-drop-frame or drop-frame.
///
/// Source: SMPTE ST 12-1 (24, 25 and 30 frames a second) and ST 12-3 (48, 50 and 60), and their rates
/// that are slower by 1/1001.
struct Timecode {
    /// The frames in a second of timecode: the rate, rounded to a whole number.
    let nominalRate: Int
    /// Whether numbers are left out so that timecode keeps up with the clock: at 29.97 and 59.94.
    private(set) var isDropFrame: Bool

    /// - Returns: `nil` if the rate has no timecode.
    init?(_ rate: FrameRate) {
        let isSlower = rate.denominator == 1001
        guard isSlower || rate.denominator == 1 else { return nil }
        let nominal = isSlower ? Int(rate.numerator) / 1000 : Int(rate.numerator)
        guard !isSlower || Int(rate.numerator) == nominal * 1000 else { return nil }
        switch (nominal, isSlower) {
        case (24, _), (48, _), (25, false), (50, false), (30, _), (60, _): break
        default: return nil
        }
        nominalRate = nominal
        isDropFrame = isSlower && nominal.isMultiple(of: 30)
    }

    /// The same rate with the numbering of a timecode, which says by its separator whether numbers are
    /// left out.
    func numbered(like text: String) -> Timecode {
        var copy = self
        copy.isDropFrame = isDropFrame && text.contains { $0 == ";" || $0 == "." }
        return copy
    }

    /// The rates that have a timecode, for messages.
    static let rates = "23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94 or 60"

    /// The number of the frame at 01:00:00:00, where films usually start.
    var hour: Int { isDropFrame ? 6 * framesPerTenMinutes : 3600 * nominalRate }

    /// The number of the frame that has a timecode; `nil` if none has it.
    ///
    /// - Parameter text: such as `10:00:00:00`; whether it is drop-frame is this numbering's matter.
    func frame(_ text: String) -> Int? {
        let parts = text.split { $0 == ":" || $0 == ";" || $0 == "." }.map { Int($0) }
        guard parts.count == 4, case let numbers = parts.compactMap(\.self), numbers.count == 4,
            numbers.allSatisfy({ 0..<100 ~= $0 }), numbers[1] < 60, numbers[2] < 60,
            numbers[3] < nominalRate
        else { return nil }
        let minutes = 60 * numbers[0] + numbers[1]
        // Drop-frame leaves out numbers at the beginning of every minute but the tenth.
        guard numbers[3] >= dropped || numbers[2] > 0 || minutes.isMultiple(of: 10) else {
            return nil
        }
        return (60 * minutes + numbers[2]) * nominalRate + numbers[3]
            - dropped * (minutes - minutes / 10)
    }

    /// The timecode of a frame; `;` before the frames means drop-frame.
    func text(_ frame: Int) -> String {
        let label = label(frame)
        let seconds = label / nominalRate
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return parts.joined(separator: ":") + (isDropFrame ? ";" : ":")
            + padded(label % nominalRate, 2)
    }

    /// The numbers left out at the beginning of a minute: 2 at 29.97, 4 at 59.94.
    private var dropped: Int { isDropFrame ? nominalRate / 15 : 0 }

    /// Every tenth minute leaves nothing out.
    private var framesPerTenMinutes: Int { 600 * nominalRate - 9 * dropped }

    /// The frame's number with those that are left out.
    private func label(_ frame: Int) -> Int {
        guard isDropFrame else { return frame }
        let rest = frame % framesPerTenMinutes
        var label = frame + 9 * dropped * (frame / framesPerTenMinutes)
        let firstMinute = 60 * nominalRate
        if rest >= firstMinute {
            label += dropped * ((rest - firstMinute) / (firstMinute - dropped) + 1)
        }
        return label
    }
}

/// A number with zeros in front.
func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
