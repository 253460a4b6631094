import DailiesInspection
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// The envelope of a take's sound, as it is kept beside the take.
struct TakeLookTests {
    @Test func theEnvelopeComesBackFromItsFile() throws {
        let levels = (0..<160).map { UInt8($0) }
        let waveform = try #require(Waveform(levels: levels))
        #expect(Waveform(waveform.json) == waveform)
        #expect(Waveform(levels: [1, 2, 3]) == nil)
        let base64 = Data(levels).base64EncodedString()
        // As an earlier version wrote it: JSON may escape a slash.
        let text = #"{"levels":"\#(base64)","schema":"dailies.waveform\/1"}"#
        #expect(Waveform(try JSONValue(parsing: Data(text.utf8))) == waveform)
        for other in [
            #"{"levels":"\#(base64)","schema":"dailies.waveform/2"}"#,
            #"{"levels":"AAEC","schema":"dailies.waveform/1"}"#, "{}",
        ] {
            #expect(Waveform(try JSONValue(parsing: Data(other.utf8))) == nil)
        }
    }
}
