import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesMedia

/// Samples with several frames of sound.
@Suite struct SoundFramesTests {
    private func places(_ bytes: [UInt8], _ codec: String) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { SoundFrames.places(in: $0, codec: codec) }
    }

    /// A frame of AMR of a mode.
    private func frame(mode: UInt8, size: Int) -> [UInt8] {
        [mode << 3 | 4] + [UInt8](repeating: 0x55, count: size - 1)
    }

    @Test func framesOfEachModeAreDivided() {
        let narrow = frame(mode: 7, size: 32) + frame(mode: 0, size: 13) + frame(mode: 8, size: 6)
        #expect(places(narrow, "amr_nb") == [0..<32, 32..<45, 45..<51])
        let wide = frame(mode: 8, size: 61) + frame(mode: 15, size: 1) + frame(mode: 0, size: 18)
        #expect(places(wide, "amr_wb") == [0..<61, 61..<62, 62..<80])
    }

    /// What doesn't end with a frame, and modes that don't exist, are left to the decoder.
    @Test func otherBytesStayWhole() {
        let frame = frame(mode: 7, size: 32)
        #expect(places(frame + frame.dropLast(), "amr_nb") == [0..<63])
        #expect(places(frame + [12 << 3], "amr_nb") == [0..<33])
        #expect(places(frame + frame, "aac") == [0..<64])
        #expect(places([], "amr_nb") == [0..<0])
    }
}
