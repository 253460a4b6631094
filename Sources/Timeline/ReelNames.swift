import DailiesContainer
import Foundation

/// The names of reels in an EDL: 8 capital letters and digits for each file of a film, each different.
///
/// Source: CMX 3600 has room for 8 characters. The name is made from the take's, so that it stays the
/// same as long as the film's takes do.
struct ReelNames {
    private let reels: [PathIdentity: String]

    init(_ timeline: FilmTimeline) {
        // A clip named so would be taken for black, bars or a file without a reel.
        var used: Set<String> = ["AX", "BL", "BLACK", "BARS"]
        var reels: [PathIdentity: String] = [:]
        for media in timeline.clips.compactMap(\.media) where reels[media.identity] == nil {
            let reel = Self.free(media.take, used)
            used.insert(reel)
            reels[media.identity] = reel
        }
        self.reels = reels
    }

    /// The reel of a file in the film.
    func reel(of media: TimelineMedia) -> String { reels[media.identity] ?? "AX" }

    private static let length = 8

    /// The take's letters and digits, with the end of what is too long left out, but not the take's
    /// number; and if another file has that name, with the first number that makes it a new one.
    private static func free(_ take: String, _ used: Set<String>) -> String {
        let last = take.split(separator: "-").last ?? ""
        let hasNumber = last.first == "t" && Int(last.dropFirst()) != nil && last.count <= 4
        let tail = hasNumber ? letters(String(last)) : ""
        let head = letters(hasNumber ? String(take.dropLast(last.count)) : take)
        let name = head.isEmpty && tail.isEmpty ? "REEL" : head
        var number = ""
        while true {
            let room = max(0, length - number.count - tail.count)
            let reel = String((name.prefix(room) + number + tail).prefix(length))
            if !used.contains(reel) { return reel }
            number = String((Int(number) ?? 1) + 1)
        }
    }

    private static func letters(_ text: String) -> String {
        let plain = text.folding(options: .diacriticInsensitive, locale: nil).uppercased()
        return String(
            String.UnicodeScalarView(
                plain.unicodeScalars.filter { ("A"..."Z").contains($0) || ("0"..."9").contains($0) }
            ))
    }
}
