import DailiesAssembly
import DailiesLanding
import DailiesLedger
import DailiesThreads
package import DailiesTimeline
import Foundation

extension FilmExport {
    /// What came of an export.
    package struct Outcome: Sendable, Hashable {
        /// The files that were written, relative to the production.
        package var files: [String] = []
        /// Why some of them weren't, one sentence each.
        package var refusals: [String] = []
        /// Which files weren't written because there is nothing for them, one sentence each.
        package var omissions: [String] = []
    }

    /// Writes files to the folder `exports`; a file of an earlier export is replaced.
    ///
    /// A format that can't express the film is refused, and the others are written. Subtitles are only
    /// written if there are any.
    ///
    /// - Parameters:
    ///   - addressing: how OTIO names the takes.
    ///   - shouldStop: asked while takes are copied.
    /// - Throws: `LandingError`, `CancellationError`.
    package func write(
        _ formats: [ExportFormat], _ addressing: MediaAddressing = .absolute,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) async throws -> Outcome {
        try Landing.createFolder(folder.place(ProductionFolder.exports))
        var outcome = Outcome()
        for format in formats {
            do {
                let files = try await onOwnThread(named: "export") {
                    try write(format, addressing, shouldStop)
                }
                outcome.files += files
                if files.isEmpty {
                    outcome.omissions.append(
                        "\(folder.place(folder.exportFile(title, format))) isn't written: no shot has a "
                            + "caption or a note")
                }
            } catch let refusal as TimelineRefusal {
                outcome.refusals.append(refusal.description)
            } catch let error as OpenTimelineBundle.WritingError {
                outcome.refusals.append("no OTIOZ: \(error)")
            } catch let error as AssemblyError {
                outcome.refusals.append(error.description)
            }
        }
        return outcome
    }

    /// Writes the files of a format and returns their paths, relative to the production.
    private func write(
        _ format: ExportFormat, _ addressing: MediaAddressing, _ shouldStop: () -> Bool
    ) throws -> [String] {
        let file = folder.exportFile(title, format)
        switch format {
        case .otio:
            let exports = folder.resolvedPath + "/" + ProductionFolder.exports
            return try land(OpenTimeline.text(timeline, in: exports, addressing), as: file)
        case .otioz:
            try OpenTimelineBundle(timeline).write(
                to: folder.place(file), shouldStop: shouldStop)
            return [file]
        case .edl: return try land(EditDecisionList.text(timeline), as: file)
        case .fcpxml: return try land(FinalCutXML.text(timeline), as: file)
        case .srt:
            let text = SubRip.text(timeline)
            guard !text.isEmpty else {
                // Those of an earlier list would be wrong.
                try? FileManager.default.removeItem(atPath: folder.place(file))
                return []
            }
            return try land(text, as: file)
        case .chapters: return try land(ChapterList.text(timeline), as: file)
        case .sheet:
            let pages = try contactSheet.pages()
            // Pages of a longer list would be wrong.
            var next = pages.count + 1
            while unlink(folder.place(folder.exportFile(title, format, page: next))) == 0 {
                next += 1
            }
            return try pages.enumerated().map { number, page in
                let file = folder.exportFile(title, format, page: number + 1)
                try Landing.write(Data(page), as: folder.place(file))
                return file
            }
        }
    }

    private func land(_ text: String, as file: String) throws -> [String] {
        try Landing.write(Data(text.utf8), as: folder.place(file))
        return [file]
    }
}
