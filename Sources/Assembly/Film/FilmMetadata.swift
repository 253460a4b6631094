import DailiesMedia
import DailiesMediaTime
import Glibc

/// What a film's file says of itself beside picture and sound.
public struct FilmMetadata: Hashable, Sendable {
    /// The film's title.
    public var title: String?
    /// A remark.
    public var comment: String?
    /// When the film was made, in seconds since 1970; `nil` leaves it out.
    public var creationTime: Int?
    /// The language of the sound as ISO 639-2 has it, such as `eng`.
    public var language: String?
    /// The still by which players show the film.
    public var cover: CoverImage?
    /// Names of the clips, in film order, that players show as chapters; `nil` for none.
    ///
    /// Clips that follow each other under one name are one chapter.
    public var chapters: [String]?

    /// Makes metadata; none where nothing is said.
    public init(title: String? = nil, chapters: [String]? = nil) {
        self.title = title
        self.chapters = chapters
    }

    /// Writes the cover, once the muxer has begun.
    func writeCover(to muxer: borrowing Muxer, stream: Int?) throws {
        guard let cover, let stream else { return }
        let packet = try Packet()
        try packet.replaceBytes(with: cover.bytes)
        packet.stream = stream
        packet.presentation = 0
        packet.decoding = 0
        packet.markKey()
        try muxer.write(packet)
    }

    /// Sets everything that must be known before the muxer begins, and returns the cover's stream.
    func apply(to muxer: borrowing Muxer, _ plan: AssemblyPlan) throws -> Int? {
        if let title { muxer.setTag("title", title) }
        if let comment { muxer.setTag("comment", comment) }
        if let creationTime {
            muxer.setTag("creation_time", Self.iso8601(creationTime))
        }
        try muxer.setChapters(
            chapterList(plan),
            timeBase: StreamInfo.TimeBase(
                numerator: plan.frameRate.denominator, denominator: plan.frameRate.numerator))
        return try cover.map { try muxer.addCover(width: $0.width, height: $0.height) }
    }

    /// A iso8601 as ISO 8601 has it, in UTC.
    private static func iso8601(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// One chapter for each row of clips under one name; times count frames of the film.
    private func chapterList(_ plan: AssemblyPlan) -> [Muxer.Chapter] {
        var list: [Muxer.Chapter] = []
        for (placement, title) in zip(plan.placements, chapters ?? []) {
            let start = Int64(placement.frames.lowerBound)
            let end = Int64(placement.frames.upperBound)
            // Where clips dissolve, the next chapter begins with the dissolve.
            if let last = list.last {
                list[list.count - 1] = Muxer.Chapter(
                    title: last.title,
                    range: last.range.lowerBound..<(last.title == title ? end : start))
                if last.title == title { continue }
            }
            list.append(Muxer.Chapter(title: title, range: start..<end))
        }
        return list
    }
}
