package import Foundation

/// One way in which the end of a film gets lost.
package struct Truncation: Sendable {
    /// Where the film's index stands.
    package enum Index: Sendable, CaseIterable { case inFront, atTheEnd, inFragments }

    package let index: Index
    package let name: String
    private let length: @Sendable (Data) -> Int

    /// The bytes that are left of a film.
    package func applied(to film: Data) -> Data { film.prefix(length(film)) }

    /// Eleven truncations.
    package static let all =
        shares.map { share($0, .inFront) }
        + [
            Truncation(index: .inFront, name: "1000 bytes lost") { $0.count - 1000 },
            Truncation(index: .inFront, name: "nothing behind the index") { film in
                ClipLayout.box("moov", in: film)?.upperBound ?? film.count
            },
        ]
        + shares.map { share($0, .atTheEnd) }
        + [share(50, .inFragments)]

    private static let shares = [99, 90, 50, 10]

    private static func share(_ percent: Int, _ index: Index) -> Truncation {
        Truncation(index: index, name: "cut to \(percent) %") { $0.count * percent / 100 }
    }
}

extension ClipForge {
    /// A clip whose index stands as asked.
    package init(index: Truncation.Index) {
        self.init()
        x264["g"] = "12"
        switch index {
        case .inFront: isFaststart = true
        case .atTheEnd: break
        case .inFragments: muxing = ["movflags": "frag_keyframe+empty_moov"]
        }
    }
}
