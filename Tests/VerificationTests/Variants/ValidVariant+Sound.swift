import DailiesTestSupport
import DailiesVerification

/// Variants of the sound.
extension ValidVariant {
    static let sounds = [
        forged("mono") { $0.sound?.channels = 1 },
        forged("44.1 kHz") { $0.sound?.sampleRate = 44_100 },
        forged("six channels") { $0.sound?.channels = 6 },
        forged("six channels, nothing for the subwoofer") {
            $0.sound?.channels = 6
            $0.sound?.deadChannel = 3
        },
        forged("sound 0.1 s shorter") { $0.extraSamples = -4800 },
        forged("sound 0.1 s longer") { $0.extraSamples = 4800 },
        forged("no sound") { $0.sound = nil }.expecting { $0.audio = .absent },
    ]

    static let resoundings = [
        converted("ALAC in MP4", "-c:v copy -c:a alac"),
        converted("ALAC in MOV", "-c:v copy -c:a alac", to: "mov"),
        converted("PCM in MOV", "-c:v copy -c:a pcm_s16le", to: "mov"),
        converted("MP3 in MP4", "-c:v copy -c:a libmp3lame"),
        converted("MP3 in MOV", "-c:v copy -c:a libmp3lame", to: "mov"),
        converted("Opus in MP4", "-c:v copy -c:a libopus"),
        converted("AC-3 in MP4", "-c:v copy -c:a ac3"),
        converted("FLAC in MP4", "-c:v copy -c:a flac -strict -2"),
    ].compactMap(\.self)
}
