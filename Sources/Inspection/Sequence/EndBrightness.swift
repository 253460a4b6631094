import DailiesMediaTime
import DailiesVerification

/// The brightness of the parts of the first and of the last pictures of a clip, with which flashes
/// are found that only arise where clips meet.
package struct EndBrightness: Sendable, Hashable {
    /// The pictures of the first second.
    private(set) var head: [Picture] = []
    /// The pictures of the last second.
    private(set) var tail: [Picture] = []

    /// A picture's brightness.
    struct Picture: Sendable, Hashable {
        let time: TimeRange
        /// The mean luma of each block.
        let blocks: [UInt8]
    }

    /// The time in which flashes are counted.
    private static let window = MediaTime(seconds: 1)

    init() {}

    mutating func add(_ blocks: [PictureDigest.Block], _ time: TimeRange) {
        let picture = Picture(time: time, blocks: blocks.map { UInt8($0.mean.rounded()) })
        if time.start - (head.first?.time.start ?? time.start) < Self.window {
            head.append(picture)
        }
        tail.append(picture)
        tail.removeFirst(tail.prefix { time.end - $0.time.start > Self.window }.count)
    }

    /// The share of the picture that flashes more than three times in one second where another clip
    /// follows; 0 if one of the clips flashes as much without the other.
    package func flashingShare(before next: EndBrightness) -> Double {
        let joined = Self.share(tail, then: next.head)
        let alone = max(Self.share(tail), Self.share(next.head))
        return alone >= FlashDetector.flashingShare ? 0 : joined
    }

    /// The share from which flashes can provoke seizures.
    package static var dangerousShare: Double { FlashDetector.flashingShare }

    private static func share(_ first: [Picture], then second: [Picture] = []) -> Double {
        var detector = FlashDetector()
        let seam = first.last?.time.end ?? .zero
        let start = second.first?.time.start ?? .zero
        for picture in first {
            detector.add(picture.blocks.map(Float.init), at: picture.time.start)
        }
        for picture in second {
            detector.add(picture.blocks.map(Float.init), at: seam + (picture.time.start - start))
        }
        return detector.worstShare
    }
}

// MARK: The form in which it is kept

extension EndBrightness: Codable {
    /// The schema of the JSON form, with its version.
    package static let schema = "dailies.ends/1"

    private enum Key: String, CodingKey { case schema, head, tail }

    /// Reads what `encode` writes.
    ///
    /// - Throws: `DecodingError` for anything else.
    package init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard try object.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: object, debugDescription: "expected \(Self.schema)")
        }
        head = try object.decode([Picture].self, forKey: .head)
        tail = try object.decode([Picture].self, forKey: .tail)
    }

    /// Writes the pictures; times are in seconds, the blocks are hexadecimal.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encode(head, forKey: .head)
        try object.encode(tail, forKey: .tail)
    }
}

extension EndBrightness.Picture: Codable {
    private enum Key: String, CodingKey { case start, end, blocks }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        func time(_ key: Key) throws -> MediaTime {
            guard let time = MediaTime(reading: try object.decode(Double.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: object, debugDescription: "expected seconds")
            }
            return time
        }
        let digits = Array(try object.decode(String.self, forKey: .blocks).utf8)
        let values = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        guard values.count == PictureDigest.blockCount, values.count * 2 == digits.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .blocks, in: object,
                debugDescription: "expected \(PictureDigest.blockCount) bytes in hexadecimal")
        }
        let (start, end) = (try time(.start), try time(.end))
        self.init(time: TimeRange(start: start, end: max(start, end)), blocks: values)
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(time.start.seconds, forKey: .start)
        try object.encode(time.end.seconds, forKey: .end)
        let digits = blocks.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        try object.encode(digits.joined(), forKey: .blocks)
    }
}
