import DailiesMedia
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesVerification

/// Reducing and comparing pictures.
@Suite struct PictureDigestTests {
    /// The means of areas, computed again pixel by pixel: of high areas from at least twelve rows.
    @Test(arguments: [
        (1920, 1080, 1984), (1916, 1080, 1916), (320, 180, 384), (161, 91, 161), (100, 40, 128),
        (3840, 2160, 3840),
        (1, 1, 16),
    ])
    func areasAreAveraged(_ width: Int, _ height: Int, _ stride: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        let plane = (0..<stride * height).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let reduced = plane.withUnsafeBufferPointer {
            AreaMeans.reduce($0, stride: stride, (width, height), to: (160, 90))
        }
        var wrong = 0
        for row in 0..<90 {
            for column in 0..<160 {
                let top = min(row * height / 90, height - 1)
                let left = min(column * width / 160, width - 1)
                let bottom = max(top + 1, (row + 1) * height / 90)
                let rows = Array(
                    Swift.stride(from: top, to: bottom, by: max(1, (bottom - top) / 12)))
                let columns = left..<max(left + 1, (column + 1) * width / 160)
                let sum = rows.reduce(0) { sum, row in
                    columns.reduce(sum) { $0 + Int(plane[row * stride + $1]) }
                }
                let count = rows.count * columns.count
                if Int(reduced[row * 160 + column]) != (sum * 2 + count) / (count * 2) {
                    wrong += 1
                }
            }
        }
        #expect(wrong == 0)
    }

    /// A picture whose pixels a function gives.
    private func digest(_ luma: (Int, Int) -> Int, blue: UInt8 = 128) throws -> PictureDigest {
        let frame = try Frame.picture(width: 160, height: 90)
        frame.withPlane(0) { bytes, stride in
            for row in 0..<90 {
                for column in 0..<160 {
                    bytes[row * stride + column] = UInt8(clamping: luma(row, column))
                }
            }
        }
        frame.withPlane(1) { bytes, _ in bytes.update(repeating: blue) }
        frame.withPlane(2) { bytes, _ in bytes.update(repeating: 128) }
        let digest = PictureDigest(frame)
        return try #require(digest)
    }

    /// ffmpeg's filter ssim says the same.
    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: [0, 12, 60, 200])
    func theSimilarityIsThatOfFFmpeg(_ noise: Int) throws {
        var generator = SeededGenerator(seed: UInt64(noise) + 1)
        let one = try digest { row, column in 40 + (row * 7 + column * 3) % 160 }
        let other = try digest { row, column in
            40 + (row * 7 + column * 3) % 160 + Int.random(in: -noise...noise, using: &generator)
        }
        let folder = try TemporaryFolder()
        let paths = try zip([one, other], ["one.gray", "other.gray"]).map { digest, name in
            try folder.write(Data(digest.luma), as: name)
        }
        let theirs = try FFmpegProgram.similarity(paths[0], paths[1], width: 160, height: 90)
        #expect(abs(one.similarity(to: other) - theirs) < 0.0001)
    }

    @Test func equalPicturesHaveTheGreatestSimilarity() throws {
        let picture = try digest { row, column in row + column }
        #expect(picture.similarity(to: picture) == 1)
    }

    @Test func meansAndDifferencesAreThoseOfThePixels() throws {
        let one = try digest({ _, _ in 100 }, blue: 90)
        let other = try digest({ _, column in column < 80 ? 100 : 140 }, blue: 120)
        #expect(one.means == (100, 90, 128))
        #expect(other.means == (120, 120, 128))
        #expect(one.difference(from: other) == (20, 15))
        #expect(one.histogramDistance(from: other) == 0.5)
    }

    /// Full range is mapped to the range of video.
    @Test func fullRangeIsConverted() throws {
        let frame = try Frame.picture(width: 160, height: 90, fullRange: true)
        frame.withPlane(0) { bytes, _ in bytes.update(repeating: 255) }
        for plane in 1...2 { frame.withPlane(plane) { bytes, _ in bytes.update(repeating: 128) } }
        let means = PictureDigest(frame)?.means
        #expect(try #require(means) == (235, 128, 128))
    }
}
