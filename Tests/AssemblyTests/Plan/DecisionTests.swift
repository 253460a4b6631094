import DailiesBitstream
import DailiesMediaTime
import Testing

@testable import DailiesAssembly

/// The decisions of a join, without files: arithmetic on frames, sizes and options.
@Suite struct DecisionTests {
    // MARK: Decoding order

    /// Two groups of pictures, each decoded as I P B B and displayed as 0 3 1 2 | 4 7 5 6.
    private let order = DecodingOrder([0, 3, 1, 2, 4, 7, 5, 6], keys: [0, 4])

    @Test func theReorderDepthCountsFramesDecodedEarly() {
        #expect(order.reorderDepth == 1)
        #expect(DecodingOrder([0, 4, 2, 1, 3], keys: [0]).reorderDepth == 2)
        #expect(DecodingOrder([0, 1, 2], keys: [0]).reorderDepth == 0)
    }

    @Test(arguments: [(8, 8), (7, 5), (5, 5), (4, 4), (3, 1), (1, 1), (0, 0)])
    func aPrefixEndsWhereNoFrameDependsOnALaterOne(_ count: Int, _ clean: Int) {
        #expect(order.decodablePrefix(upTo: count) == clean)
    }

    @Test func aSuffixBeginsWithAKeyFrameAfterAClosedGroup() {
        #expect(order.decodableSuffix(from: 0) == 0)
        #expect(order.decodableSuffix(from: 1) == 4)
        #expect(order.decodableSuffix(from: 5) == nil)
        // An open GOP: the key frame at 4 is displayed after pictures that depend on the group
        // before it.
        #expect(
            DecodingOrder([0, 3, 1, 2, 6, 4, 5], keys: [0, 4]).decodableSuffix(from: 1) == nil)
    }

    // MARK: Frame rate conversion

    @Test func everyFrameShowsThePictureNearestInTime() throws {
        let rateConversion = FrameRateConversion(rate: try #require(FrameRate(24)))
        let thirtieth = MediaTime(value: 1, timescale: 30)
        // For frames at 30 fps, the first frame at 24 fps that shows each.
        #expect(
            (0..<6).map { rateConversion.firstFrame(showing: thirtieth * $0) } == [
                0, 1, 2, 2, 3, 4,
            ])
        let own = MediaTime(value: 1, timescale: 24)
        #expect((0..<100).map { rateConversion.firstFrame(showing: own * $0) } == Array(0..<100))
        // Jitter of up to half a frame changes nothing.
        let jitter = MediaTime(value: 1, timescale: 50)
        #expect(rateConversion.firstFrame(showing: own * 7 - jitter) == 7)
        #expect(rateConversion.firstFrame(showing: own * 7 + jitter) == 7)
    }

    // MARK: Fitting a picture into the frame

    struct Shape: Sendable, CustomTestStringConvertible {
        let source: PictureFormat
        let inside: [Int]
        let filling: [Int]
        var testDescription: String { "\(source.width)x\(source.height)" }

        init(_ width: Int, _ height: Int, _ inside: [Int], _ filling: [Int]) {
            source = PictureFormat(width: width, height: height)
            self.inside = inside
            self.filling = filling
        }
    }

    @Test(arguments: [
        Shape(1280, 720, [1920, 1080], [1920, 1080]),
        Shape(1080, 1920, [608, 1080], [1920, 3414]),
        Shape(1000, 1000, [1080, 1080], [1920, 1920]),
        Shape(2560, 1080, [1920, 810], [2560, 1080]),
        Shape(2, 2000, [2, 1080], [1920, 1_920_000]),
    ])
    func aPictureFitsOrFillsTheFrame(_ shape: Shape) {
        let frame = PictureFormat(width: 1920, height: 1080)
        let inside = PictureFit(shape.source, in: frame, filling: false)
        let filling = PictureFit(shape.source, in: frame, filling: true)
        #expect([inside.width, inside.height] == shape.inside)
        #expect([filling.width, filling.height] == shape.filling)
    }

    @Test func nonSquarePixelsAreConsidered() {
        var wide = PictureFormat(width: 1440, height: 1080)
        wide.pixelShape = PixelShape(4, 3)
        let frame = PictureFormat(width: 1920, height: 1080)
        let fit = PictureFit(wide, in: frame, filling: false)
        #expect([fit.width, fit.height] == [1920, 1080])
    }

    @Test func hairlineBarsAreAvoided() {
        let frame = PictureFormat(width: 1280, height: 720)
        #expect(PictureFit.isHairline(PictureFormat(width: 1284, height: 716), frame))
        #expect(!PictureFit.isHairline(PictureFormat(width: 1280, height: 720), frame))
        #expect(!PictureFit.isHairline(PictureFormat(width: 1280, height: 690), frame))
    }

    // MARK: Encoder options

    @Test func withoutAReferenceOnlyTheQualityIsSet() {
        let options = X264Options.make(like: [:], level: nil, rateFactor: 17)
        #expect(options["crf"] == "17.0")
        #expect(options["x264-params"] == "annexb=0")
    }

    @Test func theReferencesOptionsAreUsedWithTheRequestedQuality() {
        let options = X264Options.make(
            like: ["rc": "crf", "crf": "23.0", "ref": "3", "psy_rd": "1.00:0.00", "me": "hex"],
            level: 31, rateFactor: 17)
        #expect(options["crf"] == "23.0")
        // Six steps of the rate factor double the bits.
        let wanted = "me=hex:psy-rd=1.00:0.00:ref=3:annexb=0:level=31:zones=0,100000000,b=2.0"
        #expect(options["x264-params"] == wanted)
    }

    /// The options come from other people's files.
    @Test(arguments: [
        "3:dump-yuv=/tmp/x", "1:stats=/tmp/x", "3=4", "1:2:3", "../x", "", "hex,umh",
        "averyveryverylongword",
    ])
    func anOptionsValueCantContainAnotherOption(_ value: String) {
        let options = X264Options.make(
            like: ["ref": value, "rc": "crf", "crf": value], level: nil, rateFactor: 17)
        #expect(options["x264-params"] == "annexb=0")
        #expect(options["crf"] == "17.0")
    }
}
