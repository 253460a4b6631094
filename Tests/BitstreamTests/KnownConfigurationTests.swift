import DailiesBitstream
import Testing

/// Configurations written by x264 are parsed with the same results as in ffprobe.
struct KnownConfigurationTests {
    @Test(arguments: SampleConfiguration.all)
    func configurationsAreParsedAsInFfprobe(sample: SampleConfiguration) throws {
        let configuration = try #require(AVCConfiguration(sample.bytes))
        #expect(configuration.level == sample.level)
        #expect(SequenceParameterSet.profileName(configuration.profile) == sample.profile)
        #expect(configuration.lengthSize == 4)
        #expect(configuration.sequenceParameterSets.count == 1)
        #expect(configuration.pictureParameterSets.count == 1)

        let sequence = try #require(configuration.firstSequence)
        #expect(sequence.profileName == sample.profile)
        #expect(sequence.level == sample.level)
        #expect(sequence.width == sample.width)
        #expect(sequence.height == sample.height)
        #expect(sequence.pixelFormat == sample.pixelFormat)
        #expect(sequence.isProgressive == sample.isProgressive)
        #expect(sequence.reorderDepth == sample.reorderDepth)
        let ratio = try #require(sequence.sampleAspectRatio)
        #expect([ratio.width, ratio.height] == sample.sampleAspectRatio)
    }

    @Test func allSamplesAreDifferent() {
        let sets = SampleConfiguration.all.compactMap { AVCConfiguration($0.bytes) }
        #expect(Set(sets).count == SampleConfiguration.all.count)
    }

    @Test func headersAreComparedByValue() throws {
        let first = try #require(AVCConfiguration(SampleConfiguration.all[0].bytes)?.firstSequence)
        let upright = try #require(
            AVCConfiguration(SampleConfiguration.all[1].bytes)?.firstSequence)
        let again = try #require(AVCConfiguration(SampleConfiguration.all[0].bytes)?.firstSequence)
        #expect(first == again)
        #expect(first.hashValue == again.hashValue)
        #expect(first != upright)
    }
}
