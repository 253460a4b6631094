import Testing

@testable import DailiesVerification

/// Levels as text, also those of samples that floating-point codecs allow.
struct SoundLevelsTests {
    @Test(
        arguments: [
            (0, "-inf dBFS"), (0.001, "-60.0 dBFS"), (1, "0.0 dBFS"), (8, "18.1 dBFS"),
            (.infinity, "inf dBFS"), (.nan, "-inf dBFS"),
            (.greatestFiniteMagnitude, "770.6 dBFS"),
        ] as [(Float, String)])
    func aLevelIsWrittenInDecibels(_ magnitude: Float, _ text: String) {
        #expect(SoundLevels.decibels(magnitude) == text)
    }
}
