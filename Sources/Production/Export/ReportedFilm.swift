import DailiesDisclosure
import DailiesJSON
import DailiesLanding
import DailiesMediaTime
import DailiesReporting
import Foundation

/// What `report.json` says about a production: what the list wants, the texts of the shots, and where
/// the film shows which take.
///
/// Exports place the takes by it. For a ledger that was rebuilt it is the only record of the list and of
/// the film.
struct ReportedFilm: Sendable {
    /// A shot of the list.
    struct Shot: Sendable, Hashable {
        var id: String
        var scene: String?
        var note: String?
        var caption: String?
    }

    /// A clip of the film that was joined last.
    struct Clip: Sendable, Hashable {
        /// The take's name; that of the run for a slate.
        let take: String
        let isSlate: Bool
        /// In frames of the film.
        let frames: Range<Int>
    }

    /// The film's title; `nil` if there is no report.
    private(set) var title: String?
    /// The shots by the names of their runs.
    private(set) var shots: [String: Shot] = [:]
    /// The requested seconds of each run.
    private(set) var seconds: [String: Int] = [:]
    /// The runs in film order.
    private(set) var runs: [String] = []
    /// The clips of the film, or of the film with slates; empty if nothing was joined.
    private(set) var clips: [Clip] = []
    /// The film's rate; `nil` if nothing was joined.
    private(set) var frameRate: FrameRate?
    /// The film's displayed size; `nil` if nothing was joined, or by an earlier version.
    private(set) var frameSize: FrameSize?
    /// What the list wants; `nil` if there is no report, or one of an earlier version.
    private(set) var outline: ReportOutline?
    /// The film, the film with slates, and the joined files of shots, as far as they are there.
    private(set) var joined = FilmAssembly.Result()

    /// Reads `report.json`; what it doesn't say stays empty.
    init(of folder: ProductionFolder) {
        guard let bytes = FileManager.default.contents(atPath: folder.jsonReport),
            let report = try? JSONValue(parsing: bytes)
        else { return }
        // Files are named by it.
        title = report["title"]?.text.flatMap { title in
            title.isEmpty || title.utf8.contains(UInt8(ascii: "/")) ? nil : title
        }
        readShots(report)
        for name in ["film", "partialFilm"] where clips.isEmpty {
            if let film = report[name] { readFilm(film) }
        }
        outline = ReportOutline(report: report)
        joined = FilmAssembly.Result(
            film: Self.entry(report, "film", in: folder),
            partialFilm: Self.entry(report, "partialFilm", in: folder),
            problem: report["filmProblem"]?.text)
        for shot in report["shots"]?.elements ?? [] {
            if let id = shot["id"]?.text { joined.shots[id] = shot["file"]?.text }
        }
    }

    /// A joined film with what the report says of its origin, and the marks that are in its file.
    private static func entry(
        _ report: JSONValue, _ name: String, in folder: ProductionFolder
    ) -> DailiesReport.FilmEntry? {
        guard var entry = report[name].flatMap({ DailiesReport.FilmEntry($0) }) else { return nil }
        if let said = report["disclosure"], said != .null,
            let marks = try? DisclosureMarks(path: folder.place(entry.file))
        {
            func texts(_ key: String) -> [String] {
                (said[key]?.elements ?? []).compactMap(\.text)
            }
            entry.disclosure = DailiesReport.FilmEntry.Disclosure(
                marks: marks, models: texts("models"), label: said["label"]?.text,
                takesWithManifest: texts("takesWithManifest"))
        }
        return entry
    }

    private mutating func readShots(_ report: JSONValue) {
        for shot in report["shots"]?.elements ?? [] {
            guard let id = shot["id"]?.text else { continue }
            let entry = Shot(
                id: id, scene: shot["scene"]?.text, note: shot["note"]?.text,
                caption: shot["caption"]?.text)
            for part in shot["parts"]?.elements ?? [] {
                guard let name = part["name"]?.text else { continue }
                shots[name] = entry
                seconds[name] = part["request"]?["duration"]?.text.flatMap { Int($0) }
                runs.append(name)
            }
        }
    }

    /// Reads the placement of the clips; times in the report are of whole frames.
    private mutating func readFilm(_ film: JSONValue) {
        guard let rate = film["frameRate"]?.text.flatMap({ FrameRate($0) }) else { return }
        func frame(_ seconds: Double) -> Int? {
            Int(exactly: (seconds * rate.framesPerSecond).rounded())
        }
        var clips: [Clip] = []
        for clip in film["clips"]?.elements ?? [] {
            guard let take = clip["take"]?.text, let start = clip["start"]?.number.flatMap(frame),
                let count = clip["duration"]?.number.flatMap(frame), start >= 0, count > 0,
                count < Int.max - start
            else { return }
            clips.append(
                Clip(
                    take: take, isSlate: clip["slate"]?.bool ?? false,
                    frames: start..<start + count))
        }
        (self.clips, frameRate) = (clips, rate)
        frameSize = film["frameSize"]?.text.flatMap { FrameSize($0) }
    }
}
