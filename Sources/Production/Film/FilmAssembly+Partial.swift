import DailiesAssembly
import DailiesLanding
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesThreads
import DailiesVerification
import Foundation

// A film of what there is: slates stand for the takes that are missing.
extension FilmAssembly {
    /// The name of the partial film; it differs from the film's, so that neither replaces the other.
    private static func partialFile(of plan: Plan) -> String { "\(plan.title).partial.mp4" }

    /// Joins the accepted takes with a slate for each missing one.
    ///
    /// - Parameter takes: the accepted take of each run, in the order of the plan.
    /// - Returns: `nil` if no take is accepted: the size and the rate of the slates are those of a
    ///   take.
    func joinPartial(_ takes: [TakeRecord?]) async throws -> DailiesReport.FilmEntry? {
        guard let format = try await SlateFormat(of: takes.compactMap(\.self), in: folder) else {
            return nil
        }
        let slates = folder.place(ProductionFolder.slates)
        defer { try? FileManager.default.removeItem(atPath: slates) }
        try Landing.createFolder(slates)
        var clips: [FilmClip] = []
        for (run, take) in zip(plan.runs, takes) {
            if let take {
                clips.append(FilmClip(take))
            } else {
                clips.append(try await slate(for: run, format))
            }
        }
        return try await join(
            clips, as: Self.partialFile(of: plan), title: "\(plan.title) (partial)",
            filmSettings, chapters: plan.runs.map(\.shot), sound: PreencodedSound())
    }

    /// Removes the partial film that this production made; called when the whole film is there.
    func removePartialFilm() async throws {
        let file = Self.partialFile(of: plan)
        guard try await ledger.value(Self.key(file)) != nil else { return }
        try? FileManager.default.removeItem(atPath: folder.place(file))
    }

    private func slate(for run: PlannedRun, _ format: SlateFormat) async throws -> FilmClip {
        let count =
            format.frameRate.frames(in: MediaTime(seconds: run.request.seconds))
            + (plan.models[run.model]?.delivers.extraFrames ?? 0)
        let slate = Slate(
            frameSize: format.frameSize, frameRate: format.frameRate, frameCount: count,
            sound: format.sound, lines: [run.name, "no take", "\(run.request.seconds) s"])
        let file = "\(ProductionFolder.slates)/\(run.name).mp4"
        let path = folder.place(file)
        try await onOwnThread(named: "slate") { try slate.write(to: path) }
        return FilmClip(
            slate: run.name, file: file,
            digest: "slate:\(run.name):\(count):\(format.frameSize):\(format.frameRate)")
    }
}

/// The format of a film's slates: the size and the rate of its first take, and the sound of the first
/// take that has some.
struct SlateFormat: Sendable, Hashable {
    let frameSize: FrameSize
    let frameRate: FrameRate
    /// `nil` if no take has sound.
    let sound: Slate.Sound?

    /// - Returns: `nil` if there is no take, or if the first one states no frame rate.
    init?(of takes: [TakeRecord], in folder: ProductionFolder) async throws {
        var measurements: [MediaMeasurement] = []
        for take in takes {
            let path = folder.place(take.file)
            let measured = try await onOwnThread(named: "measure") {
                try take.measurement ?? MediaFile(path: path).measure()
            }
            measurements.append(measured)
        }
        guard let video = measurements.first?.video, let rate = video.frameRate else { return nil }
        frameSize = FrameSize(width: video.displayWidth, height: video.displayHeight)
        frameRate = rate
        sound = measurements.lazy.compactMap(\.audio).first.map {
            Slate.Sound(sampleRate: $0.sampleRate, channels: $0.channels)
        }
    }
}
