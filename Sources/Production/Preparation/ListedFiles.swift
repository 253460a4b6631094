import DailiesBitstream
import DailiesDigest
import DailiesMediaTime
package import DailiesPlanning
package import DailiesShotList
import DailiesVerification
import Foundation

/// Reads the pictures and videos on this machine that a list names.
package struct ListedFiles: Sendable {
    /// The list's folder: relative paths in the list start there.
    private let folder: String

    package init(folder: String) { self.folder = folder }

    /// Hashes and measures the files; returns them by their paths in the list, and a problem for each
    /// file that can't be used.
    ///
    /// Blocks while it reads.
    package func read(
        _ list: ShotList
    ) -> (files: [String: ListedFile], problems: [ListProblem]) {
        var files: [String: ListedFile] = [:]
        var problems: [ListProblem] = []
        for shot in list.shots {
            for (field, reference) in shot.references {
                guard case .file(let path) = reference, files[path] == nil else { continue }
                do {
                    files[path] = try read(path)
                } catch {
                    problems.append(ListProblem(shot: shot.id, field: field, "\(path) \(error)"))
                }
            }
        }
        return (files, problems)
    }

    /// Why a file can't be used, worded to follow its name.
    private struct Flaw: Error, CustomStringConvertible {
        let description: String
    }

    private func read(_ written: String) throws -> ListedFile {
        let path =
            written.hasPrefix("/") ? written : (folder as NSString).appendingPathComponent(written)
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: (path as NSString).resolvingSymlinksInPath)
        guard let attributes else {
            throw Flaw(description: "isn't there; paths start at the list's folder")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular,
            let bytes = attributes[.size] as? Int, let digest = SHA256Digest(ofFile: path)
        else { throw Flaw(description: "isn't a readable file") }
        return ListedFile(
            path: path, bytes: bytes, sha256: digest.hex, content: try content(path))
    }

    private func content(_ path: String) throws -> ListedFile.Content {
        let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        if let bytes, PictureHeader.Format(bytes) != nil {
            guard let picture = PictureHeader([UInt8](bytes)) else {
                throw Flaw(description: "is a damaged picture")
            }
            return .picture(
                mediaType: picture.format.mediaType,
                size: FrameSize(width: picture.width, height: picture.height))
        }
        guard let video = try? MediaFile(path: path).measure().video else {
            throw Flaw(description: "is neither a PNG, JPEG or WebP picture nor an MP4 video")
        }
        return .video(
            size: FrameSize(width: video.displayWidth, height: video.displayHeight),
            seconds: video.duration?.seconds ?? 0,
            frameRate: video.frameRate?.framesPerSecond ?? 0)
    }
}
