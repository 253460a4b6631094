import Testing

@testable import DailiesBitstream

/// Features of the sequence parameter set that real encoders seldom use.
struct SequenceParameterSetTests {
    /// The fields of a set, with common values as defaults.
    struct Recipe {
        var profile = 100
        var chromaFormat = 1
        var pictureOrderType = 0
        var blocksAcross = 20
        var unitsDown = 12
        var isProgressive = true
        var crop: [Int]?
        /// The bits from `vui_parameters_present_flag` on.
        var usability: [(value: Int, bits: Int)] = []

        var nalUnit: [UInt8] {
            var writer = BitWriter()
            writer.put(profile, 8)
            writer.put(0, 8)
            writer.put(31, 8)
            writer.golomb(0)
            if profile == 100 {
                writer.golomb(chromaFormat)
                if chromaFormat == 3 { writer.put(0, 1) }
                for _ in 0..<2 { writer.golomb(0) }
                writer.put(0, 2)
            }
            writer.golomb(0)
            writer.golomb(pictureOrderType)
            if pictureOrderType == 0 { writer.golomb(2) }
            if pictureOrderType == 1 {
                writer.put(0, 1)
                for code in [0, 3, 2, 1, 4] { writer.golomb(code) }
            }
            writer.golomb(1)
            writer.put(0, 1)
            writer.golomb(blocksAcross - 1)
            writer.golomb(unitsDown - 1)
            writer.put(isProgressive ? 1 : 0, 1)
            if !isProgressive { writer.put(0, 1) }
            writer.put(1, 1)
            writer.put(crop == nil ? 0 : 1, 1)
            for edge in crop ?? [] { writer.golomb(edge) }
            for field in usability { writer.put(field.value, field.bits) }
            if usability.isEmpty { writer.put(0, 1) }
            return [0x67] + writer.payload
        }
    }

    @Test func aCommonSetIsParsed() throws {
        let set = try #require(SequenceParameterSet(nalUnit: Recipe().nalUnit))
        #expect([set.width, set.height] == [320, 192])
        #expect(set.level == 31)
        #expect(set.bitDepth == 8)
        #expect(set.reorderDepth == nil)
        #expect(set.sampleAspectRatio == nil)
    }

    @Test(arguments: [0, 1, 2])
    func everyPictureOrderTypeIsSkipped(type: Int) throws {
        let recipe = Recipe(pictureOrderType: type, crop: [0, 0, 0, 6])
        let set = try #require(SequenceParameterSet(nalUnit: recipe.nalUnit))
        #expect([set.width, set.height] == [320, 180])
    }

    @Test(arguments: [
        (0, true, 319, 191), (1, true, 318, 190), (2, true, 318, 191), (3, true, 319, 191),
        (0, false, 319, 382), (1, false, 318, 380), (2, false, 318, 382), (3, false, 319, 382),
    ])
    func croppingUnitsDependOnChromaFormatAndFields(
        chroma: Int, isProgressive: Bool, width: Int, height: Int
    ) throws {
        let recipe = Recipe(
            chromaFormat: chroma, isProgressive: isProgressive, crop: [1, 0, 0, 1])
        let set = try #require(SequenceParameterSet(nalUnit: recipe.nalUnit))
        #expect([set.width, set.height] == [width, height])
        #expect(set.isProgressive == isProgressive)
    }

    @Test func croppingTheWholePictureIsRejected() {
        #expect(SequenceParameterSet(nalUnit: Recipe(crop: [80, 80, 0, 0]).nalUnit) == nil)
        #expect(SequenceParameterSet(nalUnit: Recipe(crop: [0, 0, 0, 1 << 30]).nalUnit) == nil)
    }

    @Test func absurdSizesAreRejected() {
        #expect(SequenceParameterSet(nalUnit: Recipe(blocksAcross: 4096).nalUnit) != nil)
        #expect(SequenceParameterSet(nalUnit: Recipe(blocksAcross: 4097).nalUnit) == nil)
        #expect(SequenceParameterSet(nalUnit: Recipe(unitsDown: 1 << 28).nalUnit) == nil)
    }

    @Test func unknownChromaFormatsAreRejected() {
        #expect(SequenceParameterSet(nalUnit: Recipe(chromaFormat: 4).nalUnit) == nil)
    }

    @Test func baselineHasNoChromaFieldsAndIs420() throws {
        let set = try #require(SequenceParameterSet(nalUnit: Recipe(profile: 66).nalUnit))
        #expect(set.pixelFormat == "yuv420p")
        #expect(set.profileName == "Baseline")
    }

    @Test func otherNALUnitsAreRejected() {
        var unit = Recipe().nalUnit
        unit[0] = 0x68
        #expect(SequenceParameterSet(nalUnit: unit) == nil)
        #expect(SequenceParameterSet(nalUnit: []) == nil)
    }

    @Test(arguments: [(1, [1, 1]), (14, [4, 3]), (16, [2, 1])] as [(Int, [Int])])
    func sampleAspectRatiosComeFromTheTable(code: Int, shape: [Int]) throws {
        let recipe = Recipe(usability: [(1, 1), (1, 1), (code, 8)])
        let set = try #require(SequenceParameterSet(nalUnit: recipe.nalUnit))
        let ratio = try #require(set.sampleAspectRatio)
        #expect([ratio.width, ratio.height] == shape)
    }

    @Test(arguments: [0, 17, 254])
    func unspecifiedOrReservedAspectRatiosAreNil(code: Int) throws {
        let recipe = Recipe(usability: [(1, 1), (1, 1), (code, 8)])
        let set = try #require(SequenceParameterSet(nalUnit: recipe.nalUnit))
        #expect(set.sampleAspectRatio == nil)
    }

    @Test func anAspectRatioOfZeroIsNil() throws {
        let recipe = Recipe(usability: [(1, 1), (1, 1), (255, 8), (0, 16), (9, 16)])
        let set = try #require(SequenceParameterSet(nalUnit: recipe.nalUnit))
        #expect(set.sampleAspectRatio == nil)
    }

    @Test func truncatedUsabilityInformationKeepsTheSize() throws {
        let recipe = Recipe(usability: [(1, 1), (1, 1), (14, 8)])
        let set = try #require(SequenceParameterSet(nalUnit: recipe.nalUnit))
        #expect(set.width == 320)
        #expect(set.reorderDepth == nil)
    }
}
