import DailiesInspection
import DailiesLanding
import DailiesLedger
import DailiesMediaTime
import DailiesThreads
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

    /// The picture as JPEG; `nil` if the take can't be decoded, as its verdict says.
    ///
    /// - Parameter duration: the duration of the take's picture.
    func jpeg(of take: TakeRecord, duration: MediaTime?) async -> [UInt8]? {
        let source = folder.place(take.file)
        let target = path(take.run.takeName)
        return try? await onOwnThread(named: "still") { () -> [UInt8]? in
            if let kept = FileManager.default.contents(atPath: target) { return [UInt8](kept) }
            let time = Self.time(duration?.seconds ?? 0)
            guard let jpeg = MediaFile(path: source).still(at: time, maximumWidth: Self.width)
            else { return nil }
            keep(jpeg, of: take.run.takeName)
            return jpeg
        }
    }

    /// Keeps the picture of a take that was just verified.
    func keep(_ jpeg: [UInt8], of takeName: String) {
        // Without a place to keep it, the report makes it again.
        try? Landing.write(Data(jpeg), as: path(takeName))
    }

    /// Removes the picture of a take whose file is about to be replaced.
    func remove(_ takeName: String) { try? FileManager.default.removeItem(atPath: path(takeName)) }

    private func path(_ takeName: String) -> String { folder.place(folder.stillFile(takeName)) }
}
