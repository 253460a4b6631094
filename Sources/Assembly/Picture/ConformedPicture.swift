import DailiesBitstream
import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime

/// Decodes a clip's pictures in order and converts them to the film's format and frame rate.
final class ConformedPicture {
    private let clip: Clip
    private let format: FilmFormat
    private let fit: AssemblySettings.Fit
    private let rateConversion: FrameRateConversion
    private var reader: FrameReader
    private var graph: FilterGraph?
    /// The format that `graph` was made for.
    private var source: PictureFormat?
    /// The presentation times of the pictures inside the filters.
    private var times: [MediaTime] = []
    /// When the picture that was decoded last is displayed.
    private var lastTime: MediaTime = .zero
    private var state = State.decoding
    private let decoded: Frame
    /// The picture that is visible now.
    private let current: Frame
    /// The picture that is visible after it.
    private let next: Frame
    /// The film's frame, counted from the clip's start, at which `next` becomes visible; `nil` at
    /// the end.
    private var nextFrame: Int?
    private var hasBegun = false

    private enum State { case decoding, draining, ended }

    init(_ clip: Clip, _ format: FilmFormat, fit: AssemblySettings.Fit) throws {
        self.clip = clip
        self.format = format
        self.fit = fit
        rateConversion = FrameRateConversion(rate: format.frameRate)
        guard let reader = try FrameReader.open(Demuxer.open(clip.path, .clips), .video) else {
            throw AssemblyError.unusableClip(path: clip.path, reason: "it has no picture")
        }
        self.reader = reader
        decoded = try Frame()
        current = try Frame()
        next = try Frame()
    }

    /// Passes the clip's picture in one of the film's frames to `body`, valid during the call.
    ///
    /// - Parameter frame: counted from the clip's start; must not decrease from call to call.
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
        current.move(from: next)
        _ = try receiveNext()
    }

    /// Gets the next converted picture into `next`; `false` at the end.
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
            guard try reader.next(into: decoded) else { return false }
        } catch {
            throw AssemblyError.unusableClip(
                path: clip.path,
                reason: "its picture can't be decoded after \(lastTime): \(error)")
        }
        guard !decoded.isDamaged, reader.consumeLoggedFaults() == 0 else {
            throw AssemblyError.damagedPicture(of: clip, at: time(of: decoded))
        }
        // The decoder returns pictures in the order in which they are displayed.
        guard time(of: decoded) >= lastTime else {
            throw AssemblyError.damagedPicture(
                of: clip, at: time(of: decoded), "its index shows pictures in the wrong order")
        }
        lastTime = time(of: decoded)
        return true
    }

    /// When a decoded picture is displayed, counted from the clip's first.
    private func time(of picture: borrowing Frame) -> MediaTime {
        (picture.pts.map(reader.stream.timeBase.time) ?? clip.pictureStart) - clip.pictureStart
    }

    private func sendDecoded() throws {
        let found = decoded.pictureFormat
        if source != found {
            // Pictures still inside the old filters are lost; a clip that changes its format midway
            // is rare enough for that.
            let filters = ConformFilters(
                source: found, rotation: clip.picture.rotation,
                isMirrored: clip.picture.isMirrored,
                isInterlaced: !clip.picture.isProgressive || decoded.isInterlaced,
                film: format, fit: fit)
            graph = try FilterGraph.pictures(
                filters.chain, like: decoded, timeBase: reader.stream.timeBase)
            source = found
            times = []
        }
        times.append(lastTime)
        try graph?.send(decoded)
    }
}
