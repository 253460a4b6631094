import DailiesInspection
import DailiesLanding
import DailiesMediaTime
import Foundation

/// The picture of a take that the report shows: kept beside the take when the take is verified, and
/// made from the take if it is missing.
struct TakeStill: Sendable {
    let folder: ProductionFolder

    /// The largest width in pixels.
    static let width = 640
    /// Where a missing still is made, every picture before it must be decoded: it lies early.
    private static let latest = MediaTime(value: 7, timescale: 5)

    /// The moment that the still shows: about a third of the way in.
    ///
    /// - Parameter duration: the duration of the take's picture, in seconds.
    static func time(_ duration: Double) -> MediaTime {
        min(MediaTime(seconds: duration * 0.37) ?? .zero, latest)
    }

    /// The picture's file, relative to the production; `nil` if the take can't be decoded, as its
    /// verdict says.
    ///
    /// Blocks while it decodes a take whose picture isn't kept.
    ///
    /// - Parameters:
    ///   - file: the take's file, relative to the production.
    ///   - duration: the duration of the take's picture.
    func file(of takeName: String, in file: String, duration: MediaTime?) -> String? {
        if !isKept(takeName), let jpeg = read(of: takeName, in: file, duration: duration) {
            keep(jpeg, of: takeName)
        }
        return isKept(takeName) ? folder.stillFile(takeName) : nil
    }

    /// The kept picture, or one that is made from the take and not kept; `nil` if the take can't be
    /// decoded.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - file: the take's file, relative to the production.
    ///   - duration: the duration of the take's picture.
    func read(of takeName: String, in file: String, duration: MediaTime?) -> [UInt8]? {
        if let kept = FileManager.default.contents(atPath: path(takeName)) {
            return [UInt8](kept)
        }
        return MediaFile(path: folder.place(file))
            .still(at: Self.time(duration?.seconds ?? 0), maximumWidth: Self.width)
    }

    /// Keeps the picture of a take that was just verified.
    func keep(_ jpeg: [UInt8], of takeName: String) {
        // Without a place to keep it, the report makes it again.
        try? Landing.write(Data(jpeg), as: path(takeName))
    }

    /// Removes the picture of a take whose file is about to be replaced.
    func remove(_ takeName: String) { try? FileManager.default.removeItem(atPath: path(takeName)) }

    private func isKept(_ takeName: String) -> Bool {
        FileManager.default.fileExists(atPath: path(takeName))
    }

    private func path(_ takeName: String) -> String { folder.place(folder.stillFile(takeName)) }
}
