import DailiesLanding
import DailiesLedger
import DailiesMedia
import DailiesMediaTime
import DailiesThreads
import Foundation

/// The picture of a take that the report shows: made once, and kept beside the take.
struct TakeStill: Sendable {
    let folder: ProductionFolder

    private static let width = 640
    /// Every picture before the still must be decoded, so that it lies early in the take.
    private static let latest = MediaTime(value: 7, timescale: 5)

    /// The picture as JPEG; `nil` if the take can't be decoded, as its verdict says.
    ///
    /// - Parameter duration: the duration of the take's picture.
    func jpeg(of take: TakeRecord, duration: MediaTime?) async -> [UInt8]? {
        let source = folder.place(take.file)
        let target = folder.place(folder.stillFile(take.run.takeName))
        // About a third of the way in.
        let moment = min(MediaTime(seconds: (duration?.seconds ?? 0) * 0.37) ?? .zero, Self.latest)
        return try? await onOwnThread(named: "still") { () -> [UInt8]? in
            if let kept = FileManager.default.contents(atPath: target) { return [UInt8](kept) }
            guard
                let jpeg = try StillImage.jpeg(of: source, at: moment, maximumWidth: Self.width)
            else { return nil }
            // Without a place to keep it the report still has it.
            try? Landing.write(Data(jpeg), as: target)
            return jpeg
        }
    }

    /// Removes the picture of a take whose file is about to be replaced.
    func remove(_ takeName: String) {
        try? FileManager.default.removeItem(atPath: folder.place(folder.stillFile(takeName)))
    }
}
