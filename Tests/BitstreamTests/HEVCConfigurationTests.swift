import Testing

@testable import DailiesBitstream

@Suite struct HEVCConfigurationTests {
    /// An `hvcC` box as in ISO/IEC 14496-15, with one array of one sequence parameter set.
    private func box(_ set: [UInt8], lengthSize: UInt8 = 4) -> [UInt8] {
        [1] + [UInt8](repeating: 0, count: 20) + [lengthSize - 1, 1]
            + [33, 0, 1, UInt8(set.count >> 8), UInt8(set.count & 255)] + set
    }

    private func set(
        chroma: Int = 1, width: Int, height: Int, crop: [Int]? = nil, layers: Int = 0
    ) -> [UInt8] {
        var writer = BitWriter()
        writer.put(0x4201, 16)
        writer.put(0, 4)
        writer.put(layers, 3)
        writer.put(1, 1)
        // Filled with ones, so that no emulation prevention is needed.
        for _ in 0..<12 { writer.put(0x7F, 8) }
        for _ in 0..<layers { writer.put(3, 2) }
        if layers > 0 { writer.put(0, 2 * (8 - layers)) }
        for _ in 0..<layers * 12 { writer.put(0x7F, 8) }
        writer.golomb(0)
        writer.golomb(chroma)
        if chroma == 3 { writer.put(0, 1) }
        writer.golomb(width)
        writer.golomb(height)
        writer.put(crop == nil ? 0 : 1, 1)
        for side in crop ?? [] { writer.golomb(side) }
        writer.put(1, 1)
        return writer.payload
    }

    @Test(arguments: [0, 1, 2])
    func theSizeIsReadWithAnyNumberOfSubLayers(_ layers: Int) throws {
        let configuration = try #require(
            HEVCConfiguration(
                box(set(width: 1920, height: 1088, crop: [0, 0, 0, 4], layers: layers)))
        )
        let size = try #require(configuration.pictureSize)
        #expect(size == (1920, 1080))
        #expect(configuration.lengthSize == 4)
    }

    @Test(arguments: [(1, 1916, 1072), (2, 1916, 1076), (3, 1918, 1076)])
    func croppingUnitsDependOnTheChromaFormat(_ chroma: Int, _ width: Int, _ height: Int) throws {
        let set = set(chroma: chroma, width: 1920, height: 1080, crop: [1, 1, 2, 2])
        #expect(try #require(HEVCConfiguration(box(set))?.pictureSize) == (width, height))
    }

    @Test func truncatedOrInvalidBoxesAreRejected() {
        let whole = box(set(width: 640, height: 360))
        for count in 0..<whole.count {
            #expect(HEVCConfiguration(Array(whole.prefix(count)))?.pictureSize == nil)
        }
        #expect(HEVCConfiguration([2] + whole.dropFirst()) == nil)
        #expect(HEVCConfiguration(box(set(width: 640, height: 360), lengthSize: 3)) == nil)
    }
}
