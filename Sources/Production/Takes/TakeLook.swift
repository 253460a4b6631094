import DailiesInspection
import DailiesLanding
import DailiesMediaTime
import DailiesReporting
import DailiesVerification
import Foundation

/// What the report shows of a take at a glance, kept beside it when the take is verified: pictures side
/// by side, and the envelope of its sound.
struct TakeLook: Sendable {
    let folder: ProductionFolder

    /// Keeps what was seen and heard of a take that was just verified.
    func keep(_ kept: KeptPictures, of takeName: String) {
        // Without them the report shows the take's still.
        if let strip = kept.strip {
            try? Landing.write(Data(strip), as: folder.place(folder.stripFile(takeName)))
        }
        if let waveform = kept.waveform, let bytes = try? JSONEncoder().encode(waveform) {
            try? Landing.write(bytes, as: folder.place(folder.waveformFile(takeName)))
        }
    }

    /// Removes what was kept of a take whose file is about to be replaced.
    func remove(_ takeName: String) {
        for file in [folder.stripFile(takeName), folder.waveformFile(takeName)] {
            try? FileManager.default.removeItem(atPath: folder.place(file))
        }
    }

    /// The pictures side by side; `nil` if none were kept.
    ///
    /// Blocks while it reads.
    ///
    /// - Parameter video: the take's measured picture, which says how large each picture is.
    func strip(
        of takeName: String, _ video: MediaMeasurement.Video?
    ) -> DailiesReport.TakeEntry.StripEntry? {
        let file = folder.stripFile(takeName)
        guard let video, let bytes = FileManager.default.contents(atPath: folder.place(file)) else {
            return nil
        }
        return DailiesReport.TakeEntry.StripEntry(
            file: file, jpeg: [UInt8](bytes), count: PictureStrip.count,
            tile: PictureStrip.tile(of: video))
    }

    /// The envelope of the sound; `nil` if none was kept.
    ///
    /// Blocks while it reads.
    func waveform(of takeName: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.place(folder.waveformFile(takeName)))
            .flatMap { try? JSONDecoder().decode(Waveform.self, from: $0) }?.levels
    }
}
