import DailiesAssembly
import DailiesJSON
import DailiesLanding
import Foundation

/// Why a film of a list wasn't made.
struct FilmRefusal {
    private let error: any Error

    init(_ error: any Error) { self.error = error }

    var message: String {
        switch error {
        case let error as AssemblyError: error.description
        case let error as UsageError: error.description
        case let error as LandingError: error.description
        default: "unexpected: \(error)"
        }
    }

    /// The kind of the reason, for programs.
    private var code: String {
        guard let error = error as? AssemblyError else {
            return error is UsageError ? "usage" : "not-written"
        }
        return switch error {
        case .noClips, .unusableFrameSize: "usage"
        case .unusableClip: "unusable-clip"
        case .mismatch: "mismatch"
        case .alreadyExists, .inUse: "exists"
        case .notWritten, .systemFailure: "not-written"
        case .selfCheck: "self-check"
        case .cancelled: "stopped"
        }
    }

    /// What is printed in the place of the film.
    func row(of job: FilmJob) -> JSONValue {
        [
            "file": .string(job.output),
            "error": ["code": .string(code), "message": .string(message)],
        ]
    }

    /// Why another attempt may make the film; `nil` if it would fail too.
    ///
    /// Blocks: clips that can't be used are read, because a fault of a disk looks like a damaged clip.
    func temporaryProblem(of job: FilmJob) -> String? {
        switch error {
        case AssemblyError.unusableClip(let path, _):
            InputAccess.temporaryProblem(reading: path)
        case AssemblyError.systemFailure(_, _, let code):
            InputAccess.temporaryProblem(writing: job.output, code)
        case let error as LandingError:
            InputAccess.temporaryProblem(writing: job.output, error.code)
        case AssemblyError.inUse, AssemblyError.selfCheck:
            message
        case AssemblyError.noClips, AssemblyError.unusableFrameSize, AssemblyError.alreadyExists,
            is UsageError:
            nil
        default:
            job.clips.lazy.compactMap { InputAccess.temporaryProblem(reading: $0) }.first
        }
    }
}
