import Glibc

/// Mixes the film's sound before encoding: every clip's sound at its place to the sample, silence
/// elsewhere.
struct SoundMix: ~Copyable {
    /// The film's length in samples.
    let length: Int64
    /// The number of samples returned so far.
    private(set) var position: Int64

    private let plan: AssemblyPlan
    private let film: Clip.Sound
    private var waiting: ArraySlice<PlacedClip>
    private var open: [OpenClip] = []
    private let bed: SoundBedMix?
    private let gain: Float
    /// Positions at which sound may begin or end abruptly and which weren't returned yet.
    private var edges: [Int64] = []
    /// The mixed samples from `position` on.
    private var mixed: [[Float]]

    /// A clip's sound and its range in the film.
    private struct PlacedClip {
        let clip: Clip
        /// Range in samples of the film.
        let range: Range<Int64>
        /// Length of the fade in samples.
        let fadeIn: Int64
        let fadeOut: Int64

        /// The gain at a sample; fades keep the power constant, so that a dissolve is as loud as
        /// one clip.
        func gain(at sample: Int64) -> Float {
            let (since, until) = (sample - range.lowerBound, range.upperBound - sample)
            if since < fadeIn { return sinf(.pi / 2 * (Float(since) + 0.5) / Float(fadeIn)) }
            if until <= fadeOut { return sinf(.pi / 2 * (Float(until) - 0.5) / Float(fadeOut)) }
            return 1
        }

        /// Whether the gain is 1 for all these samples.
        func hasUnityGain(_ samples: Range<Int64>) -> Bool {
            samples.lowerBound >= range.lowerBound + fadeIn
                && samples.upperBound <= range.upperBound - fadeOut
        }
    }

    /// A clip whose sound is being read.
    private struct OpenClip {
        let placed: PlacedClip
        /// `nil` if the clip has no sound.
        let sound: ClipSound?
        /// The position in the film up to which it is mixed.
        var mixedUpTo: Int64
    }

    /// - Parameters:
    ///   - decibels: the gain for everything, in dB.
    ///   - position: the first sample to return.
    init(
        _ plan: AssemblyPlan, _ film: Clip.Sound, gain decibels: Double = 0,
        from position: Int64 = 0
    ) throws {
        self.position = position
        gain = Float(pow(10, decibels / 20))
        self.plan = plan
        self.film = film
        let length = plan.sample(atFrame: plan.frameCount)
        self.length = length
        bed = try plan.settings.bed.map { try SoundBedMix($0, film, length: length) }
        mixed = Array(repeating: [], count: film.channels)
        waiting =
            plan.placements.enumerated().map { index, placement in
                let frames = placement.frames
                let start = plan.sample(atFrame: frames.lowerBound)
                let end = plan.sample(atFrame: frames.upperBound)
                let next = index + 1
                let fadeOut = next < plan.placements.count ? plan.placements[next].dissolve : 0
                return PlacedClip(
                    clip: placement.clip, range: start..<end,
                    fadeIn: plan.sample(atFrame: frames.lowerBound + placement.dissolve) - start,
                    fadeOut: end - plan.sample(atFrame: frames.upperBound - fadeOut))
            }.drop { $0.range.upperBound <= position }
    }

    /// The next samples of each channel; fewer at the end, then none.
    mutating func read(_ count: Int) throws -> [[Float]] {
        let end = min(length, position + Int64(count))
        let ahead = min(length, end + Int64(2 * SeamDeclicker.reach))
        try mix(upTo: ahead)
        extend(to: ahead)
        declickEdges(upTo: end + Int64(SeamDeclicker.reach))
        let size = Int(end - position)
        var samples: [[Float]] = []
        for channel in mixed.indices {
            samples.append(Array(mixed[channel].prefix(size)))
            mixed[channel].removeFirst(size)
        }
        try bed?.add(to: &samples, from: position)
        if gain != 1 { samples = samples.map { $0.map { $0 * gain } } }
        position = end
        return samples
    }

    private mutating func declickEdges(upTo end: Int64) {
        for edge in edges where edge < end && edge > position {
            for channel in mixed.indices {
                SeamDeclicker.declick(&mixed[channel], at: Int(edge - position))
            }
        }
        edges.removeAll { $0 < end }
    }

    private mutating func mix(upTo end: Int64) throws {
        while let placed = waiting.first, placed.range.lowerBound < end {
            waiting.removeFirst()
            let sound =
                placed.clip.sound == nil
                ? nil
                : try ClipSound(placed.clip.path, origin: placed.clip.pictureStart, film: film)
            open.append(
                OpenClip(
                    placed: placed, sound: sound,
                    mixedUpTo: max(position, placed.range.lowerBound)))
            edges += [placed.range.lowerBound, placed.range.upperBound]
        }
        for index in open.indices {
            let wanted = min(end, open[index].placed.range.upperBound)
            while open[index].mixedUpTo < wanted {
                guard let block = try open[index].sound?.next() else {
                    edges.append(open[index].mixedUpTo)
                    open[index].mixedUpTo = open[index].placed.range.upperBound
                    break
                }
                open[index].mixedUpTo = add(
                    block, open[index].placed, from: open[index].mixedUpTo)
            }
        }
        open.removeAll { $0.mixedUpTo >= $0.placed.range.upperBound }
    }

    /// Mixes a block into its place and returns where it ends.
    ///
    /// Samples outside the clip's range or before `mixedUpTo` are dropped.
    private mutating func add(_ block: ClipSound.Block, _ placed: PlacedClip, from mixedUpTo: Int64)
        -> Int64
    {
        let place = placed.range.lowerBound + block.position
        let begin = max(place, mixedUpTo)
        let end = min(place + Int64(block.count), placed.range.upperBound)
        guard begin < end, !block.channels.isEmpty else { return max(mixedUpTo, end) }
        extend(to: end)
        let target = Int(begin - position)
        let source = Int(begin - place)
        let count = Int(end - begin)
        let hasUnityGain = placed.hasUnityGain(begin..<end)
        let gains = hasUnityGain ? [] : (begin..<end).map { placed.gain(at: $0) }
        for channel in mixed.indices {
            // A mono clip is mixed into all channels.
            let samples = block.channels[min(channel, block.channels.count - 1)]
            for offset in 0..<count {
                let sample = samples[source + offset]
                mixed[channel][target + offset] += hasUnityGain ? sample : sample * gains[offset]
            }
        }
        return end
    }

    /// Appends silence up to a position in the film.
    private mutating func extend(to end: Int64) {
        for channel in mixed.indices {
            let missing = Int(end - position) - mixed[channel].count
            if missing > 0 { mixed[channel].append(contentsOf: repeatElement(0, count: missing)) }
        }
    }
}
