import DailiesBitstream
import Testing

/// Parsing of the `avcC` box from handwritten bytes.
struct AVCConfigurationTests {
    @Test func parameterSetsAreReadUnchanged() throws {
        let bytes: [UInt8] = [
            1, 77, 0, 31, 0xFD, 0xE2, 0, 2, 0x67, 0xAA, 0, 1, 0x67, 1, 0, 3, 0x68, 1, 2,
        ]
        let configuration = try #require(AVCConfiguration(bytes))
        #expect(configuration.profile == 77)
        #expect(configuration.level == 31)
        #expect(configuration.lengthSize == 2)
        #expect(configuration.sequenceParameterSets == [[0x67, 0xAA], [0x67]])
        #expect(configuration.pictureParameterSets == [[0x68, 1, 2]])
        #expect(configuration.firstSequence == nil)
    }

    @Test func aConfigurationMayHaveNoParameterSets() throws {
        // As in a track with its parameter sets in the stream (sample entry avc3).
        let configuration = try #require(AVCConfiguration([1, 66, 0, 30, 0xFF, 0xE0, 0]))
        #expect(configuration.sequenceParameterSets.isEmpty)
        #expect(configuration.pictureParameterSets.isEmpty)
        #expect(configuration.firstSequence == nil)
    }

    @Test(
        arguments: [
            [],
            [1],
            // An unknown version of the box.
            [0, 66, 0, 30, 0xFF, 0xE0, 0],
            // An empty set.
            [1, 66, 0, 30, 0xFF, 0xE1, 0, 0, 0],
            // A set that extends beyond the box.
            [1, 66, 0, 30, 0xFF, 0xE1, 0xFF, 0xFF, 0x67, 0],
            // Two sets are announced, but only one is present.
            [1, 66, 0, 30, 0xFF, 0xE2, 0, 1, 0x67],
            // The picture parameter sets are missing.
            [1, 66, 0, 30, 0xFF, 0xE1, 0, 1, 0x67],
            [1, 66, 0, 30, 0xFF, 0xE1, 0, 1, 0x67, 1],
            // H.264 with start codes instead of a box.
            [0, 0, 0, 1, 0x67, 0x64, 0, 0x28, 0xAC],
        ] as [[UInt8]])
    func invalidBytesAreRejected(bytes: [UInt8]) {
        #expect(AVCConfiguration(bytes) == nil)
    }

    @Test func extensionsAfterTheSetsAreIgnored() throws {
        let plain = try #require(AVCConfiguration([1, 66, 0, 30, 0xFF, 0xE0, 0]))
        let extended = try #require(AVCConfiguration([1, 66, 0, 30, 0xFF, 0xE0, 0, 0xFD, 0xF8]))
        #expect(plain == extended)
    }
}

extension AVCConfigurationTests {
    /// What x264 writes contradicts nothing; a flipped bit in the profile or the level does.
    @Test(arguments: SampleConfiguration.all)
    func onlyDamageIsAContradiction(_ sample: SampleConfiguration) throws {
        let configuration = try #require(AVCConfiguration(sample.bytes))
        #expect(configuration.contradiction == nil)
        for place in 1...3 {
            var damaged = sample.bytes
            damaged[place] ^= 1
            #expect(AVCConfiguration(damaged)?.contradiction?.contains("profile") == true)
        }
        // The stop bit of the sequence parameter set.
        var damaged = sample.bytes
        let end = 8 + Int(damaged[7])
        damaged[end - 1] &= damaged[end - 1] &- 1
        #expect(AVCConfiguration(damaged)?.contradiction?.contains("impossible") == true)
    }
}
