import DailiesContainer
import DailiesMedia
import DailiesMediaFilter
import DailiesVerification

/// How much a picture of a file resembles the picture that was asked for.
struct PictureComparison: Sendable, Hashable {
    /// The structural similarity: 1 if the pictures are equal, about 0 if they have nothing in
    /// common.
    let similarity: Double
    /// The difference of the mean brightness, in code values.
    let brightness: Double
    /// The difference of the mean colour, as the larger one of the two chroma planes, in code values.
    let colour: Double
}

extension PictureComparison {
    init(_ picture: PictureDigest, with expected: PictureDigest) {
        let (mine, theirs) = (picture.means, expected.means)
        self.init(
            similarity: picture.similarity(to: expected),
            brightness: abs(mine.luma - theirs.luma),
            colour: max(abs(mine.blue - theirs.blue), abs(mine.red - theirs.red)))
    }
}

/// Reads the pictures that were asked for, in the shape and the colours of a file.
struct ExpectedPictureReader {
    /// The file's displayed width and height.
    let shape: (width: Int, height: Int)
    let hasStandardMatrix: Bool

    /// Why a picture can't be compared, worded to follow "Not compared: ".
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    func digest(_ picture: ExpectedPicture) throws(Unreadable) -> PictureDigest {
        guard case .file(let path) = picture else {
            throw Unreadable(description: "only the address of the picture is known")
        }
        let bytes = try bytes(path)
        let reduced: PictureDigest?
        do {
            let frame = try PictureFile.reduced(
                bytes, shape: shape, toWidth: PictureDigest.size.width,
                height: PictureDigest.size.height, hasStandardMatrix: hasStandardMatrix)
            reduced = if let frame { PictureDigest(frame) } else { nil }
        } catch {
            throw Unreadable(
                description: "\(path) can't be read as a picture (\(error.reason)); a PNG, JPEG or "
                    + "WebP file is needed")
        }
        guard let reduced else {
            throw Unreadable(description: "\(path) holds no picture")
        }
        return reduced
    }

    /// The largest picture file that is read.
    private static let maximumBytes: Int64 = 200_000_000

    private func bytes(_ path: String) throws(Unreadable) -> [UInt8] {
        let file: FileBytes
        do {
            file = try FileBytes.open(path)
        } catch {
            throw Unreadable(description: "of \(path), \(error.reason)")
        }
        guard file.count <= Self.maximumBytes else {
            throw Unreadable(
                description: "\(path) has more than \(Self.maximumBytes / 1_000_000) MB")
        }
        return file.read(at: 0, Int(file.count))
    }
}
