import DailiesBitstream
import DailiesDigest
import DailiesInspection
import DailiesLanding
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesThreads
import Foundation

/// The last picture of an accepted take, as the file that another run starts with.
///
/// It is kept beside the take when the take is verified, and made from the take again if it is
/// missing.
struct LastPicture: Sendable {
    let folder: ProductionFolder
    /// Whether takes are rehearsed.
    var isRehearsal = false

    /// The take has no usable last picture: the reason.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The picture's file.
    ///
    /// - Throws: `Missing`, `ChangedTake`, or `LandingError` if it can't be written.
    func file(of take: TakeRecord) async throws -> ListedFile {
        let source = folder.place(take.file)
        let target = path(take.run.takeName)
        return try await onOwnThread(named: "last picture") {
            if let kept = FileManager.default.contents(atPath: target),
                let header = PictureHeader([UInt8](kept))
            {
                let size = FrameSize(width: header.width, height: header.height)
                return listed(target, kept, size)
            }
            guard folder.hasUnchangedFile(of: take) else {
                throw ChangedTake(take, in: folder, isRehearsal: isRehearsal)
            }
            guard let picture = MediaFile(path: source).lastPicture() else {
                throw Missing(description: "\(take.run.takeName) has no picture to continue from")
            }
            let bytes = Data(picture.png)
            try Landing.write(bytes, as: target)
            return listed(target, bytes, picture.size)
        }
    }

    /// Keeps the picture of a take that was just verified.
    func keep(_ picture: KeptPictures.Picture, of takeName: String) {
        // Without a place to keep it, it is made from the take later.
        try? Landing.write(Data(picture.png), as: path(takeName))
    }

    /// Removes the picture of a take whose file is about to be replaced.
    func remove(_ takeName: String) { try? FileManager.default.removeItem(atPath: path(takeName)) }

    private func path(_ takeName: String) -> String {
        folder.place(folder.lastPictureFile(takeName))
    }

    private func listed(_ path: String, _ bytes: Data, _ size: FrameSize) -> ListedFile {
        ListedFile(
            path: path, bytes: bytes.count, sha256: SHA256Digest(of: bytes).hex,
            content: .picture(mediaType: "image/png", size: size))
    }
}
