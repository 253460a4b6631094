package import Foundation

/// A truncation of a film.
package struct Truncation: Sendable {
    /// The position of the film's index.
    package enum Index: Sendable, CaseIterable { case inFront, atTheEnd, inFragments }

    package let index: Index
    package let name: String
    private let length: @Sendable (Data) -> Int

    /// The remaining bytes of a film.
    package func applied(to film: Data) -> Data { film.prefix(length(film)) }

    /// Eleven truncations.
    package static let all =
        shares.map { share($0, .inFront) }
        + [
            Truncation(index: .inFront, name: "1000 bytes lost") { $0.count - 1000 },
            Truncation(index: .inFront, name: "everything after the index lost") { film in
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
    /// A clip with its index at a position.
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
