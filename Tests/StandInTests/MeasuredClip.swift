import DailiesMedia
import DailiesMediaTime
import Foundation

/// The content of a clip, from decoding all its frames and samples.
struct MeasuredClip: Sendable {
    private(set) var picture: StreamInfo?
    private(set) var sound: StreamInfo?
    /// Whether all frames are 8-bit 4:2:0.
    private(set) var isPlanar420 = true
    /// The presentation time of each frame.
    private(set) var times: [MediaTime] = []
    /// The mean luma of each frame.
    private(set) var brightness: [Double] = []
    /// 16 × 16 luma values of each frame.
    private(set) var thumbnails: [[UInt8]] = []
    /// The samples of the left channel.
    private(set) var samples: [Float] = []

    /// Decodes a whole file.
    init(of bytes: Data) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("stand-in-test-\(UUID().uuidString).mp4").path
        try bytes.write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        let demuxer = try Demuxer.open(path)
        picture = demuxer.picture
        sound = demuxer.sound
        if let picture { try decode(picture, of: path) }
        if let sound { try decode(sound, of: path) }
    }

    private mutating func decode(_ stream: StreamInfo, of path: String) throws {
        let demuxer = try Demuxer.open(path)
        demuxer.keepOnly([stream.index])
        var decoder = try Decoder.open(stream, of: demuxer)
        let packet = try Packet()
        let frame = try Frame()
        var isAtEnd = false
        while true {
            switch try decoder.receive(into: frame) {
            case .finished: return
            case .frame where stream.kind == .video: take(picture: frame, of: stream)
            case .frame: take(sound: frame)
            case .needsPacket:
                guard !isAtEnd else { return }
                if try demuxer.read(into: packet) {
                    try decoder.send(packet)
                } else {
                    isAtEnd = true
                    try decoder.drain()
                }
            }
        }
    }

    private mutating func take(picture frame: borrowing Frame, of stream: StreamInfo) {
        times.append(stream.timeBase.time(frame.pts ?? -1))
        isPlanar420 = isPlanar420 && frame.isPlanar420
        let (width, height) = (frame.width, frame.height)
        let statistics = frame.withPlane(0) { luma, stride in
            var sum = 0
            var count = 0
            for row in Swift.stride(from: 4, to: height, by: 12) {
                for column in Swift.stride(from: 4, to: width, by: 12) {
                    sum += Int(luma[row * stride + column])
                    count += 1
                }
            }
            let grid = (0..<256).map { cell in
                luma[(cell / 16 * height / 16) * stride + cell % 16 * width / 16]
            }
            return (sum, count, grid)
        }
        guard let (sum, count, grid) = statistics else { return }
        brightness.append(Double(sum) / Double(count))
        thumbnails.append(grid)
    }

    private mutating func take(sound frame: borrowing Frame) {
        let left = frame.withSamples(channel: 0) { Array($0) }
        samples += left
    }

    /// The mean absolute difference of two thumbnails.
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Double {
        let sum = zip(first, second).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(max(first.count, 1))
    }
}
