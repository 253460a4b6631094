import DailiesBitstream
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Contact sheets, decoded again as pictures.
@Suite struct ContactSheetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func picture(_ width: Int, _ height: Int) throws -> [UInt8] {
        try GradientPicture.write(width: width, height: height, to: folder.file("a.jpg"))
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder.file("a.jpg"))))
    }

    private func tiles(_ count: Int, _ picture: [UInt8]?) -> [ContactSheet.Tile] {
        (0..<count).map {
            ContactSheet.Tile(picture: picture, title: "\($0)", detail: "pass", mark: .good)
        }
    }

    @Test(arguments: [
        (1, 640, 360, 360, 308), (5, 640, 360, 1720, 308), (6, 640, 360, 1720, 564),
        (2, 360, 640, 700, 696), (40, 640, 360, 1720, 0), (60, 320, 320, 1720, 0),
    ])
    func aPageHasRoomForItsTiles(
        _ count: Int, _ wide: Int, _ tall: Int, _ width: Int, _ height: Int
    ) throws {
        let sheet = ContactSheet(title: "film", tiles: tiles(count, try picture(wide, tall)))
        let pages = try sheet.pages()
        #expect(pages.count == 1)
        let header = try #require(PictureHeader(pages[0]))
        #expect(header.width == width)
        if height > 0 { #expect(header.height == height) }
    }

    /// The pixels of a page as RGB, by a program of others.
    private func pixels(_ page: [UInt8]) throws -> (width: Int, bytes: [UInt8]) {
        try folder.write(Data(page), as: "page.png")
        try FFmpegProgram.convert(
            folder.file("page.png"), to: folder.file("page.rgb"),
            ["-f", "rawvideo", "-pix_fmt", "rgb24"])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("page.rgb")))
        return (try #require(PictureHeader(page)).width, Array(bytes))
    }

    /// The picture goes from dark to bright, the stripe below it has the colour of the verdict, and a
    /// damaged picture leaves an empty tile.
    @Test(.enabled(if: FFmpegProgram.isInstalled)) func aTileShowsPictureAndVerdict() throws {
        var tiles = tiles(3, try picture(640, 360))
        tiles[1] = ContactSheet.Tile(
            picture: Array("no picture".utf8), title: "020", detail: "fail", mark: .bad)
        tiles[2] = ContactSheet.Tile(picture: nil, title: "030", detail: "no take", mark: .absent)
        let page = try #require(ContactSheet(title: "film", tiles: tiles).pages().first)
        let (width, bytes) = try pixels(page)
        let layout = ContactSheetLayout(count: 3, shape: (640, 360))
        func colour(_ tile: Int, _ x: Int, _ y: Int) -> [Int] {
            let place = layout.place(of: tile)
            let start = ((place.y + y) * width + place.x + x) * 3
            return bytes[start..<start + 3].map(Int.init)
        }
        #expect(colour(0, 8, 90)[0] < 20 && colour(0, 312, 90)[0] > 235)
        #expect(zip(colour(0, 160, 90), [127, 127, 127]).allSatisfy { abs($0 - $1) < 6 })
        #expect(zip(colour(1, 160, 90), [0x33, 0x33, 0x33]).allSatisfy { abs($0 - $1) < 4 })
        let stripes = (0..<3).map { colour($0, 160, layout.pictureHeight + 3) }
        #expect(stripes[0][1] > stripes[0][0] + 50 && stripes[1][0] > stripes[1][1] + 100)
        #expect(Set(stripes[2].map { $0 / 8 }).count == 1)
    }

    @Test func moreThanAPageIsDivided() throws {
        let pages = try ContactSheet(title: "film", tiles: tiles(61, nil)).pages()
        #expect(pages.count == 2)
        #expect(try #require(PictureHeader(pages[1])).width == 360)
    }
}
