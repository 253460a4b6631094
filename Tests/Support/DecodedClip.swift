import DailiesMedia
package import DailiesMediaTime

/// The comparable content of a decoded clip: the codes and times of its frames, and its samples.
package struct DecodedClip: Sendable {
    /// The clip id in each frame, in presentation order.
    package var ids: [Int] = []
    /// The frame number in each frame.
    package var numbers: [Int] = []
    package var times: [MediaTime] = []
    /// A hash of each frame's luma.
    package var fingerprints: [Int] = []
    /// The samples of the first channel.
    package var samples: [Float] = []
    package var firstSample: MediaTime?
    package var sampleRate = 0
    /// The number of blocks of sound whose timestamp isn't the end of the previous block.
    package var discontinuities = 0

    package init(_ path: String) throws {
        try readPicture(path)
        try readSound(path)
    }

    private mutating func readPicture(_ path: String) throws {
        guard var reader = try FrameReader.open(path, .video) else { return }
        let frame = try Frame()
        while try reader.next(into: frame) {
            let (code, fingerprint) = try Self.read(frame)
            ids.append(code >> 12)
            numbers.append(code & 0xFFF)
            fingerprints.append(fingerprint)
            times.append(reader.stream.timeBase.time(frame.pts ?? -1))
        }
    }

    /// The code in a frame's blocks, and a hash of its luma.
    private static func read(_ frame: borrowing Frame) throws -> (code: Int, fingerprint: Int) {
        let found = frame.withPlane(0) { luma, stride in
            let row = frame.height / 2 * stride
            var code = 0
            for block in 0..<16 {
                let column = (block * 2 + 1) * frame.width / 32
                code = code << 1 | (luma[row + column] > 125 ? 1 : 0)
            }
            var hash = 5381
            for line in 0..<frame.height {
                for column in 0..<frame.width {
                    hash = hash &* 33 &+ Int(luma[line * stride + column])
                }
            }
            return (code, hash)
        }
        guard let found else { throw UnreadablePicture() }
        return found
    }

    private mutating func readSound(_ path: String) throws {
        guard var reader = try FrameReader.open(path, .audio) else { return }
        sampleRate = reader.stream.sampleRate
        let frame = try Frame()
        var start: Int64 = 0
        while try reader.next(into: frame) {
            let place = reader.stream.timeBase.time(frame.pts ?? 0).units(per: sampleRate)
            if firstSample == nil {
                start = place
            } else if place != start + Int64(samples.count) {
                discontinuities += 1
            }
            firstSample = firstSample ?? reader.stream.timeBase.time(frame.pts ?? 0)
            frame.withSamples(channel: 0) { samples.append(contentsOf: $0) }
        }
    }
}

/// A decoded picture isn't 8-bit 4:2:0, so that its code can't be read.
private struct UnreadablePicture: Error {}
