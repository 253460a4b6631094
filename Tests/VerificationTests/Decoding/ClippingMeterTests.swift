import Foundation
import Testing

@testable import DailiesVerification

/// The share of samples that are clipped.
struct ClippingMeterTests {
    private func share(_ sample: (Double) -> Float) -> Double {
        var meter = ClippingMeter()
        let samples = (0..<48_000).map { sample(2 * .pi * 997 * Double($0) / 48_000) }
        samples.withUnsafeBufferPointer { meter.add($0) }
        return meter.share
    }

    /// Players cut off samples beyond full scale, even if they form no plateau.
    @Test func samplesBeyondFullScaleAreClipped() {
        let found = share { 1.3 * Float(sin($0)) }
        // A sine of 1.3 is beyond 1 for this share of its period.
        let expected = 1 - 2 / .pi * asin(1 / 1.3)
        #expect(abs(found - expected) < 0.005)
    }

    @Test func aPlateauBelowFullScaleIsClipped() {
        #expect(share { max(-0.8, min(0.8, 1.3 * Float(sin($0)))) } > 0.4)
    }

    @Test func aSineIsNotClipped() {
        #expect(share { 0.9 * Float(sin($0)) } == 0)
    }
}
