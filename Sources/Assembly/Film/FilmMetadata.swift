import DailiesDisclosure
import DailiesMedia
import DailiesMediaTime
import Glibc

/// Metadata in the film's file: title, date, language, cover and chapters.
public struct FilmMetadata: Hashable, Sendable {
    /// The film's title.
    public var title: String?
    /// A comment.
    public var comment: String?
    /// The creation time in seconds since 1970; `nil` leaves it out.
    public var creationTime: Int?
    /// The language of the sound, as a code of ISO 639-2 such as `eng`.
    public var language: String?
    /// The image that players show for the film.
    public var cover: CoverImage?
    /// The clips' names in film order, which players show as chapters; `nil` for no chapters.
    ///
    /// Consecutive clips with the same name form one chapter.
    public var chapters: [String]?
    /// How the film says that AI models made it.
    public var disclosure = FilmDisclosure()

    /// Makes metadata; empty by default.
    public init(title: String? = nil, chapters: [String]? = nil) {
        self.title = title
        self.chapters = chapters
    }

    /// Writes the cover after the muxer has begun.
    func writeCover(to muxer: borrowing Muxer, stream: Int?) throws {
        guard let cover, let stream else { return }
        let packet = try Packet()
        try packet.replaceBytes(with: cover.bytes)
        packet.stream = stream
        packet.pts = 0
        packet.dts = 0
        packet.markKeyFrame()
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

    /// The film's XMP.
    func xmp(_ sourceType: DigitalSourceType) -> XMPPacket {
        var packet = XMPPacket(sourceType: sourceType)
        packet.title = title
        packet.creationTime = (disclosure.creationTime ?? creationTime).map(Self.iso8601)
        packet.prompts = disclosure.prompts
        return packet
    }

    /// A time in UTC as ISO 8601.
    private static func iso8601(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// One chapter for consecutive clips with the same name; times count the film's frames.
    private func chapterList(_ plan: AssemblyPlan) -> [Muxer.Chapter] {
        var list: [Muxer.Chapter] = []
        for (placement, title) in zip(plan.placements, chapters ?? []) {
            let start = Int64(placement.frames.lowerBound)
            let end = Int64(placement.frames.upperBound)
            // In a dissolve, the next chapter begins where the dissolve begins.
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
