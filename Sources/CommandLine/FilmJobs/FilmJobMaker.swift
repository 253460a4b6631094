import DailiesAssembly
import DailiesJSON
import DailiesLanding
import DailiesShards
import DailiesThreads
import Foundation

/// Makes the films of `assemble --jobs-file`, each as the options and its line say.
struct FilmJobMaker: Sendable {
    let assembly: AssemblyOptions
    let disclosure: DisclosureOptions
    let hasChapters: Bool
    let verifiesFrames: Bool
    let language: String?
    let overwrites: Bool
    let stop: StopFlag

    /// A film that was made, or why it wasn't.
    struct Result {
        let summary: AssemblySummary?
        let row: JSONValue
        let verdict: ShardVerdict
        /// Why it wasn't made; `nil` if it was.
        let problem: String?
    }

    /// Makes a film; blocks.
    ///
    /// - Parameters:
    ///   - name: the name that the film has until it is complete, in the same folder, for a film that
    ///     several machines may make at once; `nil` where only this one makes it.
    ///   - mayReplace: whether a file that is there already may be replaced.
    ///   - isLastAttempt: whether a fault of a disk or file server is a result too.
    /// - Throws: `TryAgainLater` after such a fault otherwise; `CancellationError` after a stop.
    func make(
        _ job: FilmJob, as name: String? = nil, mayReplace: Bool, isLastAttempt: Bool
    ) throws -> Result {
        do {
            let settings = assembly.settings(of: job.film)
            let files = FilmFiles(
                sources: job.clips + AssemblyOptions.sources(of: settings), cover: nil,
                overwrites: mayReplace)
            try files.check(film: job.output)
            var assembler = Assembler(settings: settings, metadata: metadata(job))
            assembler.verifiesFrames = verifiesFrames
            assembler.signing = disclosure.signing
            let plan = try assembler.plan(job.clips)
            let film = try assembler.perform(
                plan, to: name ?? job.output, overwrite: name == nil && mayReplace,
                shouldStop: { stop.isRaised })
            if let name { try land(name, as: job.output, mayReplace: mayReplace) }
            let summary = AssemblySummary(plan: plan, output: job.output, film: film)
            return Result(summary: summary, row: summary.json, verdict: .pass, problem: nil)
        } catch {
            if stop.isRaised { throw CancellationError() }
            let refusal = FilmRefusal(error)
            if !isLastAttempt, let problem = refusal.temporaryProblem(of: job) {
                throw TryAgainLater(problem)
            }
            return Result(
                summary: nil, row: refusal.row(of: job), verdict: .fail, problem: refusal.message)
        }
    }

    private func metadata(_ job: FilmJob) -> FilmMetadata {
        var metadata = FilmMetadata(
            title: job.title ?? baseName(job.output),
            chapters: hasChapters ? job.clips.map(baseName) : nil)
        metadata.creationTime = Int(Date().timeIntervalSince1970)
        metadata.language = language
        metadata.disclosure.marking = disclosure.marking
        return metadata
    }

    private func land(_ name: String, as output: String, mayReplace: Bool) throws {
        do {
            guard try Landing.land(name, as: output, replacing: mayReplace) else {
                throw AssemblyError.alreadyExists(path: output)
            }
        } catch {
            unlink(name)
            throw error
        }
    }
}
