import DailiesMediaTime
import Foundation

/// The pictures of a page: where each strip is, in the page or in a file beside it.
struct PagePictures {
    /// How many bytes of pictures a page holds at most, in base64; with 200 shots the rest of it takes
    /// less than 3 MB.
    private static let limit = 8_500_000

    /// The names of the takes whose strips are in the page.
    private let inline: Set<String>
    private let takes: [String: DailiesReport.TakeEntry]
    /// The places of the takes in the report, for names of elements that are unique.
    private let numbers: [String: Int]

    init(of report: DailiesReport) {
        let all = report.shots.flatMap(\.parts).flatMap(\.takes)
        var inline: Set<String> = []
        var bytes = 0
        // The takes of the film come first.
        if report.assets == .inline {
            for take in all.filter(\.isCircled) + all.filter({ !$0.isCircled }) {
                let size = ((take.strip?.jpeg.count ?? 0) + 2) / 3 * 4
                guard size > 0, bytes + size <= Self.limit else { continue }
                bytes += size
                inline.insert(take.name)
            }
        }
        self.inline = inline
        takes = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        numbers = Dictionary(
            all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// All pictures of a take side by side; `nil` if there are none.
    func strip(of take: DailiesReport.TakeEntry) -> HTML? {
        guard let strip = take.strip else { return nil }
        let source =
            inline.contains(take.name)
            ? "data:image/jpeg;base64,\(Data(strip.jpeg).base64EncodedString())"
            : strip.file.urlPath
        let (width, height) = (strip.tile.width * strip.count, strip.tile.height)
        return """
            <svg class="strip" viewBox="0 0 \(String(width)) \(String(height))" role="img" \
            aria-label="\(String(strip.count)) pictures of \(take.name), from the first to the last">\
            <image id="\(element(of: take.name))" width="\(String(width))" height="\(String(height))" \
            href="\(source)"/></svg>
            """
    }

    /// The first or the last picture of a take; `nil` if there is none.
    func end(of name: String, isLast: Bool) -> HTML? {
        guard let strip = takes[name]?.strip else { return nil }
        let left = isLast ? strip.tile.width * (strip.count - 1) : 0
        return """
            <svg width="\(String(strip.tile.width))" height="\(String(strip.tile.height))" \
            viewBox="\(String(left)) 0 \(String(strip.tile.width)) \(String(strip.tile.height))" \
            role="img" aria-label="\(isLast ? "Last" : "First") picture of \(name)">\
            <use href="#\(element(of: name))"/></svg>
            """
    }

    private func element(of name: String) -> String { "strip-\(numbers[name] ?? 0)" }
}

/// The envelope of a take's sound as a drawing.
enum WaveformDrawing {
    /// - Parameter levels: from 0 (−60 dBFS or less) to 255 (full scale).
    static func svg(_ levels: [UInt8], of name: String) -> HTML {
        // The square root of the amplitude: quiet sound is seen, and loud sound still stands out.
        let heights = levels.map { level in
            level == 0 ? 0 : Int((100 * pow(10, (Double(level) / 255 * 60 - 60) / 40)).rounded())
        }
        let upper = heights.enumerated().map { "\($0),\(100 - $1)" }
        let lower = heights.enumerated().reversed().map { "\($0),\(100 + $1)" }
        let peak = (Double(levels.max() ?? 0) / 255 * 60 - 60)
        let words =
            (levels.max() ?? 0) == 0 ? "silence" : String(format: "peak %.0f dBFS", peak)
        return """
            <svg class="wave" viewBox="0 0 \(String(levels.count)) 200" preserveAspectRatio="none" \
            role="img" aria-label="Sound of \(name): \(words)">\
            <polygon points="\((upper + lower).joined(separator: " "))"/></svg>
            """
    }
}
