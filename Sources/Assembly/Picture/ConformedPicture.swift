import DailiesBitstream
import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime

/// A clip's pictures in the film's format and at the film's rate, from the first to the last.
final class ConformedPicture {
    private let clip: Clip
    private let format: FilmFormat
    private let fit: AssemblySettings.Fit
    private let rateConversion: FrameRateConversion
    private var reader: FrameReader
    private var graph: FilterGraph?
    /// What the graph was made for.
    private var source: PictureFormat?
    /// When the frames were shown that are on their way through the filters.
    private var times: [MediaTime] = []
    private var state = State.decoding
    private let decoded: Frame
    /// What is seen at current.
    private let current: Frame
    /// What is seen next.
    private let next: Frame
    /// The frame from which on `next` is seen; `nil` where nothing follows.
    private var nextFrame: Int?
    private var hasBegun = false

    private enum State { case decoding, draining, ended }

    init(_ clip: Clip, _ format: FilmFormat, fit: AssemblySettings.Fit) throws {
        self.clip = clip
        self.format = format
        self.fit = fit
        rateConversion = FrameRateConversion(rate: format.frameRate)
        guard let reader = try FrameReader.open(clip.path, .video) else {
            throw AssemblyError.unusableClip(path: clip.path, reason: "it has no picture")
        }
        self.reader = reader
        decoded = try Frame()
        current = try Frame()
        next = try Frame()
    }

    /// Goes on to one of the film's frames, counted from the clip's beginning, and lends its picture
    /// for the length of the call; places are asked for in order.
    func withPicture<Result>(
        at frame: Int, _ body: (borrowing Frame) throws -> Result
    ) throws -> Result {
        if !hasBegun {
            hasBegun = true
            guard try receiveNext() else {
                throw AssemblyError.unusableClip(
                    path: clip.path, reason: "none of its pictures can be decoded")
            }
            try advance()
        }
        while let start = nextFrame, start <= frame { try advance() }
        return try body(current)
    }

    private func advance() throws {
        current.take(from: next)
        _ = try receiveNext()
    }

    /// Brings the next picture through the filters into `next`; `false` where none follows.
    private func receiveNext() throws -> Bool {
        nextFrame = nil
        while true {
            if try graph?.receive(into: next) == true {
                guard !times.isEmpty else { continue }
                nextFrame = rateConversion.firstFrame(showing: times.removeFirst())
                return true
            }
            switch state {
            case .decoding:
                guard try decode() else {
                    try graph?.drain()
                    state = .draining
                    continue
                }
                try sendDecoded()
            case .draining:
                state = .ended
            case .ended:
                return false
            }
        }
    }

    private func decode() throws -> Bool {
        do {
            return try reader.next(into: decoded)
        } catch {
            throw AssemblyError.unusableClip(
                path: clip.path,
                reason: "its picture can't be decoded behind \(times.last ?? .zero): \(error)")
        }
    }

    private func sendDecoded() throws {
        let found = decoded.pictureFormat
        if source != found {
            // What is still in the old filters follows as it was; a clip that changes its format on
            // the way is rare enough to lose a frame to the change.
            let filters = ConformFilters(
                source: found, rotation: clip.picture.rotation,
                isInterlaced: !clip.picture.isProgressive || decoded.isInterlaced,
                film: format, fit: fit)
            graph = try FilterGraph.pictures(
                filters.chain, like: decoded, timeBase: reader.stream.timeBase)
            source = found
            times = []
        }
        let time = decoded.presentation.map(reader.stream.timeBase.time) ?? clip.pictureStart
        times.append(time - clip.pictureStart)
        try graph?.send(decoded)
    }
}
