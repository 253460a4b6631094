import DailiesInspection
import DailiesJSON
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
        if let waveform = kept.waveform {
            try? Landing.write(
                waveform.json.canonicalBytes, as: folder.place(folder.waveformFile(takeName)))
        }
    }

    /// Removes what was kept of a take whose file is about to be replaced.
    func remove(_ takeName: String) {
        for file in [folder.stripFile(takeName), folder.waveformFile(takeName)] {
            try? FileManager.default.removeItem(atPath: folder.place(file))
        }
    }

    /// A take of a report with its pictures and the envelope of its sound; what wasn't kept and can be
    /// made from the take quickly is made.
    ///
    /// Blocks while it reads.
    ///
    /// - Parameter readsStrip: whether the bytes of the pictures side by side are read too.
    func added(
        to take: DailiesReport.TakeEntry, readsStrip: Bool
    ) -> DailiesReport.TakeEntry {
        var take = take
        // The ledger of an earlier version has no measurement; reading the header is fast.
        if take.measurement == nil {
            take.measurement = try? MediaFile(path: folder.place(take.file)).measure()
        }
        let video = take.measurement?.video
        take.still = TakeStill(folder: folder)
            .file(of: take.name, in: take.file, duration: video?.duration)
        take.strip = video.flatMap { strip(of: take.name, $0, readsBytes: readsStrip) }
        take.waveform = waveform(of: take.name)
        return take
    }

    /// The pictures side by side; `nil` if none were kept.
    ///
    /// - Parameter video: the take's measured picture, which says how large each picture is.
    private func strip(
        of takeName: String, _ video: MediaMeasurement.Video, readsBytes: Bool
    ) -> DailiesReport.TakeEntry.StripEntry? {
        let file = folder.stripFile(takeName)
        let path = folder.place(file)
        let bytes =
            readsBytes
            ? FileManager.default.contents(atPath: path)
            : Landing.size(of: path).map { _ in Data() }
        return bytes.map { bytes in
            DailiesReport.TakeEntry.StripEntry(
                file: file, jpeg: [UInt8](bytes), count: PictureStrip.count,
                tile: PictureStrip.tile(of: video))
        }
    }

    /// The envelope of the sound; `nil` if none was kept.
    private func waveform(of takeName: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.place(folder.waveformFile(takeName)))
            .flatMap { try? JSONValue(parsing: $0) }.flatMap { Waveform($0) }?.levels
    }
}

extension Waveform {
    private static let schema = "dailies.waveform/1"

    /// The content of a waveform's file: the levels in base64.
    var json: JSONValue {
        [
            "schema": .string(Self.schema),
            "levels": .string(Data(levels).base64EncodedString()),
        ]
    }

    /// Reads what `json` writes; `nil` if the value isn't that.
    init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema,
            let bytes = json["levels"]?.text.flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        self.init(levels: [UInt8](bytes))
    }
}
