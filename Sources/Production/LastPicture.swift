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

    /// Why a run can't start with a take's last picture.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes the picture beside its take, unless it is there already.
    func file(of take: TakeRecord) async throws -> ListedFile {
        let source = folder.place(take.file)
        let target = folder.place(folder.lastPictureFile(take.run.takeName))
        return try await onOwnThread(named: "last picture") {
            guard let picture = try LastFrame.png(of: source) else {
                throw Missing(description: "\(take.run.takeName) has no picture to go on from")
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
