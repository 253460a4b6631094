package import DailiesJSON

/// A problem of a preset file: the key and what is wrong with its value.
package struct PresetProblem: Hashable, Sendable {
    /// The path of the file; `nil` for JSON that wasn't read from a file.
    package let file: String?
    /// Where it is in the file; `nil` if it isn't known.
    package let position: TextPosition?
    /// The path of the key, such as `duration.minimum`; `nil` for the file as a whole.
    package let key: String?
    /// What is wrong and how to correct it.
    package let message: String

    package init(
        file: String? = nil, position: TextPosition? = nil, key: String? = nil, _ message: String
    ) {
        self.file = file
        self.position = position
        self.key = key
        self.message = message
    }
}

extension PresetProblem: CustomStringConvertible {
    package var description: String {
        let place = [file.map { $0 + (position.map { ":\($0.line):\($0.column)" } ?? "") }, key]
            .compactMap(\.self).joined(separator: ", ")
        return place.isEmpty ? message : "\(place): \(message)"
    }
}

/// Every problem of a preset file that can't be used.
package struct InvalidPreset: Error, Sendable, Hashable {
    package let problems: [PresetProblem]

    package init(_ problems: [PresetProblem]) { self.problems = problems }
}
