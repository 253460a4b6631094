import DailiesDigest
import DailiesLanding
import DailiesLedger
import DailiesMediaFilter
import DailiesPlanning
import DailiesShotList
import DailiesThreads
import Foundation

/// The last picture of an accepted take, as the file that another run starts with.
struct LastPicture: Sendable {
    let folder: ProductionFolder

    /// The take has no usable last picture: the reason.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes the picture beside its take.
    ///
    /// - Throws: `Missing`, `MediaError`, `LandingError`.
    func file(of take: TakeRecord) async throws -> ListedFile {
        let source = folder.place(take.file)
        let target = folder.place(folder.lastPictureFile(take.run.takeName))
        let digest = take.sha256
        return try await onOwnThread(named: "last picture") {
            guard SHA256Digest(ofFile: source)?.hex == digest else {
                throw Missing(
                    description: "\(source) is no longer the file that landed; delete it, and the "
                        + "next session downloads it again, free of charge")
            }
            guard let picture = try LastFrame.png(of: source) else {
                throw Missing(description: "\(take.run.takeName) has no picture to continue from")
            }
            let bytes = Data(picture.bytes)
            try Landing.write(bytes, as: target)
            return ListedFile(
                path: target, bytes: bytes.count, sha256: SHA256Digest(of: bytes).hex,
                content: .picture(
                    mediaType: "image/png",
                    size: ModelProfile.FrameSize(width: picture.width, height: picture.height)))
        }
    }
}
