import DailiesBitstream
import DailiesLanding
import DailiesMedia
import DailiesThreads
import Glibc

/// Joins clips into one film: pictures copied packet by packet where they can be, conformed where
/// they can't, and sound encoded once as a whole.
public struct Assembler: Sendable {
    /// What is wanted of the film.
    public var settings: AssemblySettings
    /// What the file says of itself.
    public var metadata: FilmMetadata

    /// Whether every copied picture is decoded again and held against its clip's before the film
    /// gets its name: it takes as long as playing both at full speed.
    public var verifiesFrames = false

    /// Sound that was encoded while clips were still missing.
    public let preencodedSound: PreencodedSound?

    /// Makes an assembler.
    public init(
        settings: AssemblySettings = AssemblySettings(), metadata: FilmMetadata = FilmMetadata(),
        preencodedSound: PreencodedSound? = nil
    ) {
        self.preencodedSound = preencodedSound
        self.settings = settings
        self.metadata = metadata
    }

    /// Reads the clips and decides where each comes to stand; nothing is written.
    ///
    /// - Throws: `AssemblyError`, naming every clip and field that stands in the way.
    public func plan(_ paths: [String]) throws(AssemblyError) -> AssemblyPlan {
        var clips: [Clip] = []
        var known: Set<AVCConfiguration> = []
        for path in paths {
            let clip = try ClipReader.read(path)
            // One clip of each kind is tried: what can't be decoded must not be copied either.
            if let packets = clip.packets, known.insert(packets.configuration).inserted {
                try ClipReader.checkDecoding(path)
            }
            clips.append(clip)
        }
        if let bed = settings.bed, settings.hasSound { try ClipReader.checkSound(of: bed.path) }
        return try AssemblyPlan.make(clips, settings)
    }

    /// Writes the film beside its final place, proves it, and gives it its name.
    ///
    /// - Parameters:
    ///   - shouldStop: asked often; `true` ends the work and leaves nothing behind.
    ///   - report: hears of each step.
    /// - Returns: what was heard on the way.
    /// - Throws: `AssemblyError`; a file that bore the name before is then untouched.
    @discardableResult
    public func perform(
        _ plan: AssemblyPlan,
        to path: String,
        shouldStop: () -> Bool = { false },
        report: (AssemblyEvent) -> Void = { _ in }
    ) throws(AssemblyError) -> AssembledFilm {
        let temporary = Landing.temporaryName(for: path)
        do {
            let written = try FilmWriter(
                plan: plan, metadata: metadata, preencoded: preencodedSound
            ).write(
                to: temporary
            ) {
                frames in
                if shouldStop() { throw AssemblyError.cancelled }
                report(.written(frames: frames, of: plan.frameCount))
            }
            report(.verifying)
            // The disk is slow and the proof reads from memory: both at once.
            var disk = Conveyor<Void>()
            disk.add { try Landing.writeOut(temporary) }
            try FilmProof(path: temporary, plan: plan, written: written).check()
            if verifiesFrames { try FrameProof.check(temporary, plan, shouldStop: shouldStop) }
            try disk.take()
            try Landing.land(temporary, as: path)
            return AssembledFilm(loudness: written.loudness, seams: written.seams)
        } catch {
            unlink(temporary)
            switch error {
            case let failure as AssemblyError: throw failure
            case let failure as LandingError:
                throw .notWritten(path: path, reason: failure.description)
            case let failure as MediaError:
                throw .notWritten(path: path, reason: failure.description)
            default: throw .notWritten(path: path, reason: "\(error)")
            }
        }
    }
}

/// What a film turned out to be, beside what was planned.
public struct AssembledFilm: Hashable, Sendable {
    /// How loud it was and became; `nil` where no loudness was asked for or nothing is heard.
    public let loudness: FilmLoudness?
    /// The levels on both sides of each seam, in film order; empty where the film has no sound.
    public let seams: [SeamLevel]
}

/// A step of making a film.
public enum AssemblyEvent: Hashable, Sendable {
    /// So many of the film's frames are written.
    case written(frames: Int, of: Int)
    /// Everything is written and is being read back.
    case verifying
}
