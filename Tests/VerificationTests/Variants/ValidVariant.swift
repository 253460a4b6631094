import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// A film that is unusual and right: how it is made, and what it is asked to be.
struct ValidVariant: Sendable, CustomTestStringConvertible {
    let name: String
    /// What it was asked to be; to begin with, the two seconds that it is made from.
    var asked = Expectation(
        duration: MediaTime(seconds: 2),
        frameSize: FrameSize(width: 320, height: 180),
        frameRate: FrameRate(24),
        audio: .present)
    /// The checks that may warn.
    var oddities: Set<CheckCode> = []
    private let make: @Sendable (TemporaryFolder) throws -> String

    var testDescription: String { name }

    /// Writes the film into a folder and returns its path.
    func write(into folder: TemporaryFolder) throws -> String { try make(folder) }

    /// A film made by hand.
    init(_ name: String, _ make: @escaping @Sendable (TemporaryFolder) throws -> String) {
        self.name = name
        self.make = make
    }

    /// A film forged in its own way.
    static func forged(
        _ name: String, _ change: @escaping @Sendable (inout ClipForge) -> Void
    ) -> ValidVariant {
        ValidVariant(name) { folder in
            try folder.forge { forge in
                forge.frames = 48
                change(&forge)
            }
        }
    }

    /// The two seconds converted by ffmpeg; `nil` where it lacks an encoder.
    ///
    /// - Parameters:
    ///   - options: those of the target; the word SOURCE stands for the source's path.
    ///   - reading: options for the source.
    ///   - filter: how the picture is filtered.
    static func converted(
        _ name: String, _ options: String, to type: String = "mp4", reading: String = "",
        filter: String? = nil
    ) -> ValidVariant? {
        let words = options.split(separator: " ").map(String.init)
        let encoders = zip(words, words.dropFirst()).filter { $0.0.hasPrefix("-c") }.map(\.1)
        guard Witness.encodes(encoders) else { return nil }
        return ValidVariant(name) { folder in
            let source = try folder.write(base.get(), as: "base.mp4")
            let target = folder.file("variant." + type)
            try Witness.convert(
                source, to: target,
                words.map { $0 == "SOURCE" ? source : $0 } + (filter.map { ["-vf", $0] } ?? []),
                reading: reading.split(separator: " ").map(String.init))
            return target
        }
    }

    /// Two seconds at 24 frames a second, with a key frame each second and stereo sound.
    static let base = Result {
        var forge = ClipForge()
        forge.frames = 48
        forge.x264["g"] = "24"
        return try forge.film()
    }

    /// The same variant with another request, or with checks that may warn.
    func asking(_ change: (inout DailiesVerification.Expectation) -> Void) -> ValidVariant {
        var variant = self
        change(&variant.asked)
        return variant
    }

    func warning(_ oddities: Set<CheckCode>) -> ValidVariant {
        var variant = self
        variant.oddities = oddities
        return variant
    }
}
