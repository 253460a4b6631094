import DailiesMediaTime
import Testing

@testable import DailiesVerification

/// The limits from which a step is a cut, and a picture an odd one.
@Suite struct CutDetectorTests {
    @Test(arguments: [(Float(18.1), true), (18, false)])
    func aCutIsALargeStep(_ step: Float, _ isCut: Bool) {
        #expect(CutDetector.isCut(step, median: 0, distance: 0.5) == isCut)
    }

    @Test(arguments: [(Float(44.1), true), (44, false)])
    func aCutIsFarLargerThanTheStepsBeforeIt(_ step: Float, _ isCut: Bool) {
        #expect(CutDetector.isCut(step, median: 10, distance: 0.5) == isCut)
    }

    @Test(arguments: [(Float(0.26), true), (0.25, false)])
    func aCutChangesTheHistogram(_ distance: Float, _ isCut: Bool) {
        #expect(CutDetector.isCut(60, median: 0, distance: distance) == isCut)
    }

    /// Only the twelve steps before count.
    @Test(arguments: [(5, true), (6, false)])
    func theMedianIsThatOfTheStepsBefore(_ large: Int, _ isCut: Bool) {
        var detector = CutDetector()
        for number in 0..<24 {
            let step: Float = number < 24 - large ? 1 : 17
            _ = detector.add(step, at: MediaTime(seconds: number)) { 1 }
        }
        #expect(detector.add(40, at: MediaTime(seconds: 24)) { 1 } == isCut)
        #expect(detector.cuts == (isCut ? [MediaTime(seconds: 24)] : []))
    }

    @Test(arguments: [(Float(9.1), true), (9, false)])
    func anOddPictureDiffersFromBothNeighbours(_ step: Float, _ isOdd: Bool) {
        #expect(SequenceRules.isOdd(step, 50, 2) == isOdd)
        #expect(SequenceRules.isOdd(50, step, 2) == isOdd)
        #expect(!SequenceRules.isOdd(50, step, nil))
    }
}
