import DailiesJSON
import DailiesMediaTime

extension ModelEndpoint {
    /// The frame size of a clip: the file's, or a plausible one where the file has none.
    ///
    /// - Parameter start: the size of the start picture.
    func frameSize(resolution: String?, ratio: String?, start: FrameSize?) -> FrameSize {
        let sizes = delivers["frame_sizes"]
        let shapes = (resolution.flatMap { sizes?[$0] } ?? sizes?["*"])?.members ?? [:]
        if let start {
            if delivers["picture_shape"]?.text == "cropped",
                let nearest = shapes.values.compactMap(Self.size).min(by: {
                    Self.distance($0, start) < Self.distance($1, start)
                })
            {
                return nearest
            }
            let usual =
                shapes["16:9"].flatMap(Self.size)
                ?? shapes.sorted { $0.key < $1.key }.first.flatMap { Self.size($0.value) }
                ?? Self.plausible(resolution, ratio: 16.0 / 9)
            return Self.size(
                area: Double(usual.width * usual.height),
                ratio: Double(start.width) / Double(start.height))
        }
        if let size = (ratio.flatMap { shapes[$0] } ?? shapes["*"]).flatMap(Self.size) {
            return size
        }
        let parts = (ratio ?? "16:9").split(separator: ":").compactMap { Double($0) }
        return Self.plausible(resolution, ratio: parts.count == 2 ? parts[0] / parts[1] : 16.0 / 9)
    }

    private static func size(_ json: JSONValue) -> FrameSize? {
        guard let width = json.elements?.first?.integer, let height = json.elements?.last?.integer
        else { return nil }
        return FrameSize(width: width, height: height)
    }

    /// How much two shapes differ.
    private static func distance(_ first: FrameSize, _ second: FrameSize) -> Double {
        let ratio =
            Double(first.width * second.height) / Double(first.height * second.width)
        return max(ratio, 1 / ratio)
    }

    /// A size whose shorter side is the number in the name of the resolution.
    private static func plausible(_ resolution: String?, ratio: Double) -> FrameSize {
        let named = resolution.flatMap { Double($0.prefix { $0.isNumber }) } ?? 720
        let short = (240...2160).contains(named) ? named : 2160
        let (width, height) = ratio >= 1 ? (short * ratio, short) : (short, short / ratio)
        return FrameSize(width: even(width), height: even(height))
    }

    private static func size(area: Double, ratio: Double) -> FrameSize {
        let height = (area / ratio).squareRoot()
        return FrameSize(width: even(height * ratio), height: even(height))
    }

    private static func even(_ length: Double) -> Int { Int((length / 2).rounded()) * 2 }
}
