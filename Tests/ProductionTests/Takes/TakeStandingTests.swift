import DailiesLedger
import DailiesProduction
import DailiesTestSupport
import DailiesVerification
import Testing

/// The standing that follows from a verification.
struct TakeStandingTests {
    private func verification(_ checks: Check...) -> Verification {
        Verification(file: "a.mp4", checks: checks, measurement: nil, actions: .standard)
    }

    @Test func everyActionHasItsStanding() {
        let good = Check(.videoDuration, .pass, "good")
        let odd = Check(.videoDuration, .warn, "odd")
        let wrong = Check(.videoDuration, .fail, "wrong")
        let damaged = Check(.completeness, .fail, "cut off")
        let flagged = Check(.contentFlag, .fail, "flagged")
        for (verification, expected) in [
            (verification(good), TakeStanding.accepted), (verification(odd), .accepted),
            (verification(wrong), .rejected), (verification(damaged), .damaged),
            (verification(flagged), .held), (verification(flagged, damaged), .damaged),
            (verification(flagged, wrong), .held),
            (verification(.errored(.conformance, "the disk fails")), .notVerified),
        ] {
            #expect(TakeStanding(verification) == expected)
        }
        #expect(TakeStanding(verification(flagged), acceptsFlagged: true) == .accepted)
        #expect(TakeStanding(verification(flagged, wrong), acceptsFlagged: true) == .held)
    }

    @Test func aComplaintNamesWhatWasExpectedAndMeasured() {
        let check = Check(.videoDuration, .fail, expected: "5 s", measured: "3 s", "Too short.")
        #expect(verification(check).complaint == "Too short. (expected 5 s, measured 3 s)")
    }
}
