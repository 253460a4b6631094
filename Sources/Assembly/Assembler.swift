import DailiesContainer
import DailiesDisclosure
import DailiesLanding
import DailiesMedia
import DailiesMediaTime
import DailiesThreads
import Glibc

/// Joins clips into one film.
///
/// Pictures are copied packet by packet where possible and conformed otherwise; the sound is encoded
/// once as a whole.
public struct Assembler: Sendable {
    /// The film's settings.
    public var settings: AssemblySettings
    /// The metadata written into the film's file.
    public var metadata: FilmMetadata

    /// Whether every copied picture is decoded and compared with its clip's before the film gets its
    /// name.
    ///
    /// This takes as long as decoding the film and its clips at full speed.
    public var verifiesFrames = false

    /// Signs the film after its last byte is written; `nil` to leave it unsigned.
    package var signing: FilmSigning?

    /// Sound that was encoded before all clips were available.
    package let preencodedSound: PreencodedSound?

    /// Makes an assembler.
    public init(
        settings: AssemblySettings = AssemblySettings(), metadata: FilmMetadata = FilmMetadata()
    ) {
        self.init(settings: settings, metadata: metadata, preencodedSound: nil)
    }

    package init(
        settings: AssemblySettings = AssemblySettings(), metadata: FilmMetadata = FilmMetadata(),
        preencodedSound: PreencodedSound?
    ) {
        self.settings = settings
        self.metadata = metadata
        self.preencodedSound = preencodedSound
    }

    /// Reads the clips and decides where each is placed; nothing is written.
    ///
    /// - Throws: `AssemblyError` with every clip and property that prevents it.
    public func plan(_ paths: [String]) throws(AssemblyError) -> AssemblyPlan {
        try plan(paths, checksDecoding: true)
    }

    /// How many packets are decoded of a clip whose parameter sets no other clip confirms: enough
    /// to use what predicted pictures need of them.
    static let testedPackets = 24

    /// How many bits two configurations differ in at most for one to look like damage to the other.
    static let fewBits = 8

    /// How many packets of a clip are decoded before it is copied.
    ///
    /// - Parameters:
    ///   - clips: all clips with the same parameter sets.
    ///   - others: the parameter sets of all clips.
    private func testedPackets(
        _ coding: Clip.Coding, _ clips: [Clip], _ others: [Clip.Coding]
    ) -> Int {
        // Equal parameter sets in several clips aren't damaged.
        if Set(clips.map { PathIdentity($0.path) }).count > 1 { return 1 }
        let looksDamaged = others.contains { other in
            other != coding && other.header.count == coding.header.count
                && zip(other.header, coding.header).reduce(0) {
                    $0 + ($1.0 ^ $1.1).nonzeroBitCount
                } <= Self.fewBits
        }
        return looksDamaged ? .max : Self.testedPackets
    }

    /// - Parameter checksDecoding: whether the first pictures of each kind of clip are decoded, as
    ///   they must be before a film is written.
    package func plan(
        _ paths: [String], checksDecoding: Bool
    ) throws(AssemblyError) -> AssemblyPlan {
        if let size = settings.frameSize, !AssemblySettings.allows(size) {
            throw .unusableFrameSize(size)
        }
        var clips: [Clip] = []
        for path in paths { clips.append(try ClipReader.read(path)) }
        if checksDecoding {
            // Clips that can't be decoded must not be copied; one of each kind is tested.
            let kinds = Dictionary(
                grouping: clips.filter { $0.packets != nil }, by: { $0.packets?.coding })
            var tested: Set<Clip.Coding> = []
            for clip in clips {
                guard let coding = clip.packets?.coding, let same = kinds[coding],
                    tested.insert(coding).inserted
                else { continue }
                try ClipReader.checkDecoding(
                    clip.path, packets: testedPackets(coding, same, kinds.keys.compactMap(\.self))
                )
            }
        }
        var plan = try AssemblyPlan.make(clips, settings)
        if let bed = settings.bed, settings.hasSound {
            plan.bedDuration = try bed.soundDuration()
        }
        return plan
    }

    /// Writes the film to a temporary file beside `path`, verifies it, and gives it its name.
    ///
    /// - Parameters:
    ///   - plan: what the film consists of.
    ///   - path: the film's file.
    ///   - overwrite: whether a file at `path` may be replaced.
    ///   - shouldStop: called often; `true` stops the work and leaves nothing behind.
    ///   - report: called at each step.
    /// - Returns: what was measured meanwhile.
    /// - Throws: `AssemblyError`; an existing file at `path` is untouched then.
    @discardableResult
    public func perform(
        _ plan: AssemblyPlan,
        to path: String,
        overwrite: Bool = false,
        shouldStop: () -> Bool = { false },
        report: (AssemblyEvent) -> Void = { _ in }
    ) throws(AssemblyError) -> AssembledFilm {
        let film = try make(
            plan, for: path, overwrite: overwrite, shouldStop: shouldStop, report: report)
        try Self.land(film, overwrite: overwrite)
        return film.measured
    }

    /// A film that is written and verified, and has no name yet.
    package struct UnnamedFilm: Sendable {
        /// Keeps other joins from making the same film.
        let file: TemporaryFile
        /// The path of the temporary file.
        package var temporary: String { file.path }
        /// The path that the film gets.
        package let path: String
        /// What was measured while the film was written.
        package let measured: AssembledFilm
    }

    /// Writes the film to a temporary file beside `path` and verifies it.
    ///
    /// - Parameters: as those of `perform`.
    /// - Throws: `AssemblyError`; nothing is left behind then.
    package func make(
        _ plan: AssemblyPlan, for path: String, overwrite: Bool = false,
        shouldStop: () -> Bool = { false }, report: (AssemblyEvent) -> Void = { _ in }
    ) throws(AssemblyError) -> UnnamedFilm {
        if let obstacle = Landing.obstacle(at: path) {
            throw .notWritten(path: path, reason: "it \(obstacle)")
        }
        guard let container = FilmContainer(path: path) else {
            throw .notWritten(path: path, reason: FilmContainer.expected)
        }
        guard container == .mp4 || metadata.cover == nil else {
            throw .notWritten(path: path, reason: "only an MP4 file (.mp4, .m4v) can have a cover")
        }
        guard overwrite || access(path, F_OK) != 0 else { throw .alreadyExists(path: path) }
        let file = try Self.temporaryFile(for: path)
        let temporary = file.path
        do {
            // Another join may have finished the film since the check above.
            guard overwrite || access(path, F_OK) != 0 else {
                throw AssemblyError.alreadyExists(path: path)
            }
            let writer = FilmWriter(plan: plan, metadata: metadata, preencoded: preencodedSound)
            let written = try writer.write(to: temporary, as: container) { frames in
                if shouldStop() { throw AssemblyError.cancelled }
                report(.written(frames: frames, of: plan.frameCount))
            }
            let clips = try marks(of: plan)
            let origin = metadata.disclosure.origin(
                of: clips.map(\.marks), hasBed: plan.settings.bed != nil && plan.settings.hasSound)
            let sourceType = metadata.disclosure.marking == .never ? nil : origin
            if let sourceType { try FilmXMP.write(metadata.xmp(sourceType), into: temporary) }
            // A manifest covers the XMP, so signing comes last.
            let signed = try sign(file, clips.map(\.path), origin, report, shouldStop)
            report(.verifying)
            // Writing to the disk is slow, and verifying reads from memory: both run at once.
            var disk = OrderedWorkQueue<Void>()
            disk.add { try Landing.flush(temporary) }
            try FilmProof(path: temporary, plan: plan, written: written).check()
            try DisclosureProof.check(temporary, sourceType, isSigned: signing != nil)
            if verifiesFrames { try FrameProof.check(temporary, plan, shouldStop: shouldStop) }
            try disk.next()
            let withManifest = clips.filter { $0.marks.c2pa.state != .absent }.map(\.path)
            return UnnamedFilm(
                file: signed, path: path,
                measured: AssembledFilm(
                    loudness: written.loudness, seams: written.seams, sourceType: sourceType,
                    droppedManifests: signing == nil ? withManifest : []))
        } catch {
            unlink(temporary)
            throw Self.assemblyError(error, path)
        }
    }

    /// The marks of the clips, each once, in film order.
    private func marks(
        of plan: AssemblyPlan
    ) throws -> [(path: String, marks: DisclosureMarks)] {
        var seen: Set<PathIdentity> = []
        let paths = plan.placements.map(\.clip.path)
            .filter { seen.insert(PathIdentity($0)).inserted }
        return try paths.map { path in
            do {
                return (path, try DisclosureMarks(path: path))
            } catch let error as UnreadableFile {
                throw AssemblyError.unusableClip(path: path, reason: error.reason)
            }
        }
    }

    /// Signs a film that is written, and returns the file that is there afterwards.
    private func sign(
        _ file: TemporaryFile, _ clips: [String], _ origin: DigitalSourceType?,
        _ report: (AssemblyEvent) -> Void, _ shouldStop: () -> Bool
    ) throws -> TemporaryFile {
        guard let signing else { return file }
        report(.signing)
        do {
            try signing.sign(
                FilmSigning.Request(
                    film: file.path, clips: clips, title: metadata.title, sourceType: origin),
                shouldStop)
        } catch {
            if shouldStop() { throw AssemblyError.cancelled }
            throw error
        }
        guard let signed = try file.afterReplacement() else {
            throw AssemblyError.inUse(path: file.path)
        }
        return signed
    }

    static func temporaryFile(for path: String) throws(AssemblyError) -> TemporaryFile {
        do {
            guard let file = try TemporaryFile.create(for: path) else {
                throw AssemblyError.inUse(path: path)
            }
            return file
        } catch {
            throw assemblyError(error, path)
        }
    }

    /// Gives a film its name.
    ///
    /// - Parameter overwrite: whether a file with that name may be replaced.
    /// - Throws: `AssemblyError`; the temporary file is removed then.
    package static func land(_ film: UnnamedFilm, overwrite: Bool) throws(AssemblyError) {
        do {
            // A file may have appeared while the film was being made.
            guard try Landing.land(film.temporary, as: film.path, replacing: overwrite) else {
                throw AssemblyError.alreadyExists(path: film.path)
            }
        } catch {
            unlink(film.temporary)
            throw assemblyError(error, film.path)
        }
    }

    static func assemblyError(_ error: any Error, _ path: String) -> AssemblyError {
        switch error {
        case let error as AssemblyError: error
        case let error as LandingError:
            .systemFailure(path: path, reason: error.description, code: error.code)
        case let error as MediaError where error.code.systemError != nil:
            .systemFailure(
                path: path, reason: error.description, code: error.code.systemError ?? 0)
        case let error as MediaError: .notWritten(path: path, reason: error.description)
        default: .notWritten(path: path, reason: "\(error)")
        }
    }
}
