import DailiesAssembly
import DailiesDigest
import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesThreads
import Foundation

/// Joins the accepted takes: first the parts of each multi-run shot, then the whole film.
struct FilmAssembly: Sendable {
    let plan: Plan
    /// What the film is like; the joined files of shots aren't changed by it.
    let settings: AssemblySettings
    let folder: ProductionFolder
    let ledger: Ledger
    /// The part of the film's sound that was encoded while takes were still missing.
    let preencodedSound: PreencodedSound
    let disclosure: DisclosureSettings
    /// Whether a film with slates is joined while takes are missing.
    let makesPartialFilm: Bool
    /// Whether the takes are a stand-in's, whose sound begins with a beep: steps at seams mean nothing.
    let isRehearsal: Bool
    let emit: @Sendable (SessionEvent) -> Void

    /// Why there is no film while runs have no take.
    static func problem(missing: Int, of runs: Int) -> String {
        "\(missing) of \(runs.of("run")) \(missing == 1 ? "has" : "have") no take for the film."
    }

    /// The joined files.
    struct Result: Sendable {
        var film: DailiesReport.FilmEntry?
        /// The film with slates for missing takes.
        var partialFilm: DailiesReport.FilmEntry?
        /// Why there is no film.
        var problem: String?
        /// The joined files of multi-run shots by shot.
        var shots: [String: String] = [:]
        /// A take whose file isn't the one that landed, so that nothing was joined.
        var changedTake: TakeRecord?

        /// Adds an error that concerns only the film; others are thrown again and end the session.
        ///
        /// - Parameter place: the beginning of the report's message.
        mutating func add(_ error: any Error, of place: String = "") throws {
            switch error {
            case AssemblyError.cancelled: throw CancellationError()
            case let error as AssemblyError: problem = place + error.description
            case let error as ForeignFile: problem = place + error.description
            case let error as ChangedTake:
                problem = place + error.description
                changedTake = error.take
            default: throw error
            }
        }
    }

    func assemble(_ outcomes: [RunOutcome]) async throws -> Result {
        var result = Result()
        var takes: [TakeRecord] = []
        var rest = outcomes[...]
        for planned in plan.shots {
            let own = rest.prefix(planned.runs.count).compactMap(\.take)
            rest = rest.dropFirst(planned.runs.count)
            takes += own
            guard planned.isMultiRun, own.count == planned.runs.count else { continue }
            let file = folder.shotFile(planned.shot.id)
            do {
                _ = try await join(
                    own.map(FilmClip.init), as: file, title: "\(plan.title) \(planned.shot.id)",
                    AssemblySettings(), sound: preencodedSound)
                result.shots[planned.shot.id] = file
            } catch {
                try result.add(error, of: "shot \(planned.shot.id): ")
            }
        }
        guard takes.count == plan.runs.count else {
            result.problem = Self.problem(
                missing: plan.runs.count - takes.count, of: plan.runs.count)
            if makesPartialFilm { try await addPartialFilm(outcomes.map(\.take), to: &result) }
            return result
        }
        do {
            result.film = try await join(
                takes.map(FilmClip.init), as: Self.file(of: plan), title: plan.title, filmSettings,
                chapters: plan.runs.map(\.shot), sound: preencodedSound, isFilm: true)
            try await removePartialFilm()
        } catch {
            try result.add(error)
        }
        return result
    }

    /// The clips of the film that start with the last picture of the clip before.
    private var continuedClips: Set<Int> {
        let runs = plan.runs
        return Set(
            runs.indices.dropFirst().filter { runs[$0].startsFrom == runs[$0 - 1].name })
    }

    /// The settings of the film: parts of one shot follow with hard cuts.
    var filmSettings: AssemblySettings {
        var settings = settings
        let runs = plan.runs
        settings.hardCuts = Set(
            runs.indices.dropFirst().filter { runs[$0].shot == runs[$0 - 1].shot })
        return settings
    }

    private func addPartialFilm(
        _ takes: [TakeRecord?], to result: inout Result
    ) async throws {
        do {
            result.partialFilm = try await joinPartial(takes)
        } catch {
            try result.add(error, of: (result.problem ?? "") + " No partial film: ")
        }
    }

    /// A file of the film's name that this production didn't make.
    fileprivate struct ForeignFile: Error, CustomStringConvertible {
        let file: String

        var description: String {
            "\(file) exists and wasn't made by this production; move it away"
        }
    }

    /// Whether this production has made its film before, from whichever takes.
    static func hasFilm(_ plan: Plan, _ ledger: Ledger) async throws -> Bool {
        try await ledger.value(key(file(of: plan))) != nil
    }

    private static func file(of plan: Plan) -> String { "\(plan.title).mp4" }

    /// The ledger's key for the recipe of a joined file.
    static func key(_ file: String) -> String { "assembled \(file)" }

    /// Joins clips into a file, unless the file already holds exactly these clips.
    ///
    /// - Parameters:
    ///   - sound: the part of the sound that is encoded already.
    ///   - isFilm: whether it is the whole film, which is signed.
    func join(
        _ clips: [FilmClip], as file: String, title: String, _ settings: AssemblySettings,
        chapters: [String]? = nil, sound: PreencodedSound, isFilm: Bool = false
    ) async throws -> DailiesReport.FilmEntry {
        let path = folder.place(file)
        let paths = clips.map { folder.place($0.file) }
        var assembler = Assembler(
            settings: settings,
            metadata: metadata(
                title: title, clips, chapters: chapters, isFilm: isFilm),
            preencodedSound: sound)
        if isFilm { assembler.signing = disclosure.signing }
        let stop = StopFlag()
        // The same title, clips and settings give the same film.
        let made = try await onOwnThread(named: "digest") { try FilmRecipe.text(of: settings) }
        let words =
            [title] + clips.map(\.digest) + made + disclosure.recipe(isFilm: isFilm)
        let recipe = words.joined(separator: " ")
        return try await withTaskCancellationHandler {
            let standing = try await standing(of: file, recipe)
            let assembly = try await onOwnThread(named: "plan the film") { [assembler] in
                try assembler.plan(paths, checksDecoding: !standing.hasTheseTakes)
            }
            if standing == .foreign { throw ForeignFile(file: file) }
            if !standing.hasTheseTakes {
                emit(.assembling(file: file, clips: clips.count))
                let film = try await onOwnThread(named: "join the film") { [assembler] in
                    for take in clips.compactMap(\.take) where !folder.hasUnchangedFile(of: take) {
                        throw ChangedTake(take, in: folder, isRehearsal: isRehearsal)
                    }
                    return try assembler.make(
                        assembly, for: path, overwrite: standing == .outdated,
                        shouldStop: { stop.isRaised })
                }
                try await land(film, as: file, recipe, isReplacing: standing == .outdated)
                emit(.assembled(file: file, duration: assembly.duration))
            }
            // Recorded last: whatever is missing is made up for by the next session.
            if standing != .current {
                try await ledger.setValue(
                    Self.key(file), "\(recipe) \(Landing.size(of: path) ?? -1)")
            }
            var entry = entry(assembly, clips, file: file, bytes: Landing.size(of: path) ?? 0)
            // The joined files of shots have the same seams as the film.
            if chapters != nil {
                entry.warnings = try await SeamFlashes(folder: folder).warnings(of: entry.clips)
                let kept = try await ledger.value(SeamSounds.key(file))
                if let sounds = SeamSounds(kept, entry.clips) {
                    entry.seams = sounds.entries
                    if !isRehearsal {
                        entry.warnings += sounds.warnings(
                            of: entry.clips, continued: continuedClips)
                    }
                }
                entry.disclosure = try await disclosure(of: clips, in: file)
                entry.warnings += [entry.disclosure?.warning].compactMap(\.self)
            }
            return entry
        } onCancel: {
            stop.raise()
        }
    }

    /// How a joined file that is there relates to the takes that it is to be made from.
    private enum Standing {
        case missing
        /// Made from exactly these takes.
        case current
        /// The same, but the session that named the file was killed before it recorded that.
        case unrecorded
        /// Made by this production from other takes.
        case outdated
        /// A file of the same name that another program or a person made.
        case foreign

        /// Whether the file holds exactly the takes of the film.
        var hasTheseTakes: Bool { self == .current || self == .unrecorded }
    }

    private func standing(of file: String, _ recipe: String) async throws -> Standing {
        let path = folder.place(file)
        guard let size = Landing.size(of: path) else { return .missing }
        let recorded = try await ledger.value(Self.key(file))
        if recorded == "\(recipe) \(size)" { return .current }
        // A session that was killed may have named the file without recording it.
        guard let naming = try await ledger.value(Self.namingKey(file)) else {
            return recorded == nil ? .foreign : .outdated
        }
        guard let digest = try await Self.digest(of: path), naming.hasSuffix(" " + digest) else {
            return recorded == nil ? .foreign : .outdated
        }
        return naming == "\(recipe) \(digest)" ? .unrecorded : .outdated
    }

    /// Gives a film its name.
    ///
    /// The ledger knows the file's digest before, so that a later session recognises it.
    private func land(
        _ film: Assembler.UnnamedFilm, as file: String, _ recipe: String, isReplacing: Bool
    ) async throws {
        let digest = try await Self.digest(of: film.temporary)
        try await ledger.setValue(Self.namingKey(file), "\(recipe) \(digest ?? "")")
        try await ledger.setValue(
            SeamSounds.key(file), SeamSounds(film.measured.seams).text)
        // Only a film that this production made may be replaced.
        try await onOwnThread(named: "name the film") {
            try Assembler.land(film, overwrite: isReplacing)
        }
    }

    /// The ledger's key for the recipe and the digest of a joined file that is about to be named.
    static func namingKey(_ file: String) -> String { namingPrefix + file }
    static let namingPrefix = "naming "

    /// The digest of a joined file; `nil` if it can't be read.
    private static func digest(of path: String) async throws -> String? {
        try await onOwnThread(named: "digest") { SHA256Digest(ofFile: path)?.hex }
    }

    private func entry(
        _ assembly: AssemblyPlan, _ clips: [FilmClip], file: String, bytes: Int64
    ) -> DailiesReport.FilmEntry {
        let continued = clips.count == plan.runs.count ? continuedClips : []
        var film = DailiesReport.FilmEntry(
            file: file, duration: assembly.duration, frames: assembly.frameCount,
            frameRate: assembly.frameRate, bytes: bytes,
            clips: assembly.placements.indices.map { index in
                let (placement, clip) = (assembly.placements[index], clips[index])
                var entry = DailiesReport.FilmEntry.ClipEntry(
                    take: clip.name, isSlate: clip.take == nil,
                    start: assembly.frameRate.duration(frames: placement.firstFrame),
                    duration: assembly.range(of: placement).duration)
                entry.continues = continued.contains(index)
                entry.dissolve = placement.dissolve
                entry.encodedFrames = placement.encodedFrames
                entry.conformReasons = placement.reasons.map(\.description)
                return entry
            })
        film.frameSize = assembly.shownSize
        return film
    }
}
