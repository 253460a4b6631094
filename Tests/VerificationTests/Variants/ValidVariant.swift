import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// An unusual but valid video: how it is made, and its expectation.
struct ValidVariant: Sendable, CustomTestStringConvertible {
    let name: String
    /// The expectation; by default that of the two seconds that it is made from.
    var expectation = Expectation(
        duration: MediaTime(seconds: 2),
        frameSize: FrameSize(width: 320, height: 180),
        frameRate: FrameRate(24),
        audio: .present)
    /// The checks that may warn.
    var allowedWarnings: Set<CheckCode> = []
    private let make: @Sendable (TemporaryFolder) throws -> String

    var testDescription: String { name }

    /// Writes the video into a folder and returns its path.
    func write(into folder: TemporaryFolder) throws -> String { try make(folder) }

    /// Makes a variant by hand.
    init(_ name: String, _ make: @escaping @Sendable (TemporaryFolder) throws -> String) {
        self.name = name
        self.make = make
    }

    /// Makes a variant with the clip forge.
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

    /// Converts the two seconds with ffmpeg; `nil` if ffmpeg lacks an encoder.
    ///
    /// - Parameters:
    ///   - options: those of the output; the word SOURCE stands for the input's path.
    ///   - reading: options of the input.
    ///   - filter: the video filter.
    static func converted(
        _ name: String, _ options: String, to type: String = "mp4", reading: String = "",
        filter: String? = nil
    ) -> ValidVariant? {
        let words = options.split(separator: " ").map(String.init)
        let encoders = zip(words, words.dropFirst()).filter { $0.0.hasPrefix("-c") }.map(\.1)
        guard FFmpegProgram.encodes(encoders) else { return nil }
        return ValidVariant(name) { folder in
            let source = try folder.write(base.get(), as: "base.mp4")
            let target = folder.file("variant." + type)
            try FFmpegProgram.convert(
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

    /// The same variant with another expectation.
    func expecting(_ change: (inout DailiesVerification.Expectation) -> Void) -> ValidVariant {
        var variant = self
        change(&variant.expectation)
        return variant
    }

    func warning(_ allowedWarnings: Set<CheckCode>) -> ValidVariant {
        var variant = self
        variant.allowedWarnings = allowedWarnings
        return variant
    }
}
