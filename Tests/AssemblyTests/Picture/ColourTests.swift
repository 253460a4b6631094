import DailiesBitstream
import DailiesMediaTime
import DailiesTestSupport
import Testing

@testable import DailiesAssembly

/// A picture without a colour description is displayed by its size, as players do it.
@Suite struct ColourTests {
    private func picture(_ width: Int, _ height: Int, _ colour: VideoColour) -> PictureFormat {
        var format = PictureFormat(width: width, height: height)
        format.colour = colour
        return format
    }

    private static let untagged = VideoColour()
    private static let standard = VideoColour(
        isFullRange: false, primaries: 6, transfer: 6, matrix: 6)

    @Test(arguments: [
        (1280, 576, 1), (1279, 576, 6), (1279, 577, 1), (1920, 1080, 1), (720, 480, 6),
        (1080, 1920, 1),
    ])
    func theSizeDecidesWhatIsUnspecified(_ width: Int, _ height: Int, _ matrix: Int) {
        let colour = DisplayedColour.of(picture(width, height, Self.untagged))
        #expect([colour.matrix, colour.primaries, colour.transfer] == [matrix, matrix, 1])
    }

    @Test(arguments: [
        // Unspecified is 709 in HD and 601 in SD.
        (1920, untagged, VideoColour.highDefinition, true), (1920, untagged, standard, false),
        (640, untagged, VideoColour.highDefinition, false), (640, untagged, standard, true),
        (1920, untagged, untagged, true),
        // The primaries of 625 lines, and another name of the same curve.
        (
            1920, standard, VideoColour(isFullRange: false, primaries: 5, transfer: 1, matrix: 5),
            true
        ),
        (
            1920, VideoColour.highDefinition,
            VideoColour(isFullRange: false, primaries: 1, transfer: 14, matrix: 1), true
        ),
        (
            1920, VideoColour.highDefinition,
            VideoColour(isFullRange: true, primaries: 1, transfer: 1, matrix: 1), false
        ),
        (
            1920, VideoColour.highDefinition,
            VideoColour(isFullRange: false, primaries: 9, transfer: 16, matrix: 9), false
        ),
    ])
    func coloursThatLookTheSameAgree(
        _ width: Int, _ one: VideoColour, _ other: VideoColour, _ isSame: Bool
    ) {
        let height = width * 9 / 16
        #expect(
            DisplayedColour.agree(picture(width, height, one), picture(width, height, other))
                == isSame)
    }

    /// Partly described pictures: the rest follows from what is described.
    @Test(arguments: [
        (VideoColour(isFullRange: false, primaries: 2, transfer: 2, matrix: 6), 6, 6),
        (VideoColour(isFullRange: false, primaries: 1, transfer: 2, matrix: 2), 1, 1),
        (VideoColour(isFullRange: false, primaries: 9, transfer: 16, matrix: 2), 9, 9),
        (VideoColour(isFullRange: false, primaries: 2, transfer: 2, matrix: 9), 9, 9),
        (VideoColour(isFullRange: false, primaries: 6, transfer: 2, matrix: 2), 6, 6),
    ])
    func whatIsOpenFollowsFromTheRest(_ colour: VideoColour, _ primaries: Int, _ matrix: Int) {
        let displayed = DisplayedColour.of(picture(1920, 1080, colour))
        #expect([displayed.primaries, displayed.matrix] == [primaries, matrix])
    }

    /// A clip with another matrix in its parameter sets.
    private func clip(_ folder: TemporaryFolder, _ name: String, _ code: Int) throws -> String {
        let path = folder.file("\(name).mp4")
        let source = try folder.forge("source.mp4") {
            ($0.width, $0.height, $0.frames) = (1280, 720, 6)
            $0.grain = name == "untagged" ? 40 : 0
        }
        try FFmpegProgram.convert(
            source, to: path,
            [
                "-c", "copy", "-bsf:v",
                "h264_metadata=matrix_coefficients=\(code):colour_primaries=\(code)"
                    + ":transfer_characteristics=\(code)",
            ])
        return path
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: [(6, true), (1, false)])
    func untaggedHighDefinitionIsNotStandardDefinition(_ code: Int, _ isEncoded: Bool) throws {
        let folder = try TemporaryFolder()
        let clips = [
            try clip(folder, "untagged", 2), try clip(folder, "tagged", code),
        ]
        let plan = try Assembler().plan(clips)
        #expect(plan.format.picture.colour.matrix == 2)
        #expect((plan.placements[1].treatment == .encode) == isEncoded)
        #expect(plan.placements[1].reasons.map(\.field) == (isEncoded ? ["colours"] : []))
        let chain = ConformFilters(
            source: plan.placements[1].clip.picture.format, rotation: 0, isMirrored: false,
            isInterlaced: false, film: plan.format, fit: .pad
        ).chain
        #expect(
            chain.contains("in_color_matrix=bt601:out_color_matrix=bt709") == isEncoded)
    }
}
