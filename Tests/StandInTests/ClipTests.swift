import DailiesMedia
import DailiesMediaTime
import Testing

@Suite("A generated clip")
struct ClipTests {
    let clips: SharedClips

    init() throws { clips = try SharedClips.shared() }

    @Test(
        "has the frame size of its aspect ratio and one frame more than requested",
        arguments: [
            (SharedClips.Clip.wide, 1920, 1080), (.tallTwoScenes, 1080, 1920),
            (.square, 1440, 1440),
        ])
    func shape(_ clip: SharedClips.Clip, _ width: Int, _ height: Int) throws {
        let measured = try clips.clip(clip).measurement
        let picture = try #require(measured.picture)
        #expect(picture.codec == "h264")
        #expect(measured.isPlanar420)
        #expect((picture.width, picture.height) == (width, height))
        #expect(picture.averageFrameRate == FrameRate(24))
        #expect(picture.frameCountFromHeader == 73)
        #expect(picture.durationFromHeader == MediaTime(value: 73, timescale: 24))
        #expect(picture.start == .zero)
        #expect(measured.times == (0..<73).map { MediaTime(value: $0, timescale: 24) })
        // The configuration in an avcC box begins with version 1.
        #expect(picture.configuration.first == 1)
    }

    @Test("has sound exactly as long as the picture, if requested")
    func soundPresent() throws {
        for clip in [SharedClips.Clip.wide, .square] {
            let measured = try clips.clip(clip).measurement
            let sound = try #require(measured.sound)
            #expect(sound.codec == "aac")
            #expect(sound.sampleRate == 48_000)
            #expect(sound.channels == 2)
            #expect(sound.start == .zero)
            #expect(sound.durationFromHeader == MediaTime(value: 73 * 2000, timescale: 48_000))
        }
    }

    @Test("has no audio stream if no sound is requested")
    func soundAbsent() throws {
        #expect(try clips.clip(.silent).measurement.sound == nil)
        #expect(try clips.clip(.tallTwoScenes).measurement.sound == nil)
    }

    @Test(
        "flashes at every whole second except the last, and at no other frame",
        arguments: SharedClips.Clip.allCases)
    func flashes(_ clip: SharedClips.Clip) throws {
        // The luma in the middle of the corner that flashes.
        let corner = try clips.clip(clip).measurement.thumbnails.map { Int($0[17]) }
        #expect(corner.indices.filter { corner[$0] > 228 } == [0, 24, 48], "\(corner)")
        #expect(corner.filter { $0 <= 228 }.allSatisfy { $0 < 215 })
    }

    @Test("beeps at every flash, to the millisecond")
    func beeps() throws {
        let samples = try clips.clip(.wide).measurement.samples
        var onsets: [Int] = []
        var lastLoud = -48_000
        for (index, sample) in samples.enumerated() where abs(sample) > 0.06 {
            if index - lastLoud > 4800 { onsets.append(index) }
            lastLoud = index
        }
        #expect(onsets.count == 3)
        for (second, onset) in onsets.enumerated() {
            #expect(abs(onset - second * 48_000) <= 48, "second \(second), sample \(onset)")
        }
    }

    @Test("is not digitally silent between the beeps")
    func bed() throws {
        let samples = try clips.clip(.wide).measurement.samples[10_000..<40_000]
        let power = samples.reduce(0.0) { $0 + Double($1 * $1) } / Double(samples.count)
        let level = power.squareRoot()
        #expect((0.003...0.01).contains(level))
    }

    @Test("looks different for another prompt")
    func prompts() throws {
        let first = try clips.clip(.wide).measurement.thumbnails[12]
        let second = try clips.clip(.silent).measurement.thumbnails[12]
        #expect(MeasuredClip.distance(first, second) > 8)
    }

    @Test("moves from frame to frame and has a hard cut between scenes")
    func scenes() throws {
        let frames = try clips.clip(.tallTwoScenes).measurement.thumbnails
        #expect(MeasuredClip.distance(frames[22], frames[26]) > 8)
        #expect(MeasuredClip.distance(frames[26], frames[40]) < 8)
        #expect(frames[30] != frames[40])
    }
}
