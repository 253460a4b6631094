import DailiesMedia
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// A film that differs from what was written is detected before it gets its name.
@Suite struct ProofTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func written() throws -> (path: String, plan: AssemblyPlan, film: WrittenFilm) {
        let clips = try (1...3).map { number in try folder.forge("\(number).mp4") { $0.id = number }
        }
        let plan = try Assembler().plan(clips)
        let path = folder.file("film.mp4")
        let film = try FilmWriter(plan: plan, metadata: FilmMetadata()).write(to: path) { _ in }
        return (path, plan, film)
    }

    @Test func anUnchangedFilmPasses() throws {
        let (path, plan, film) = try written()
        try FilmProof(path: path, plan: plan, written: film).check()
        try FrameProof.check(path, plan, shouldStop: { false })
    }

    /// A changed bit anywhere in the media data.
    @Test(arguments: [0.01, 0.3, 0.5, 0.99])
    func aSingleChangedBitIsDetected(_ place: Double) throws {
        let (path, plan, film) = try written()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let media = try #require(NestedBoxes(bytes).all("mdat").first).payload
        bytes[media.lowerBound + Int(Double(media.count) * place)] ^= 4
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: AssemblyError.self) {
            try FilmProof(path: path, plan: plan, written: film).check()
        }
        guard case .selfCheck? = error else {
            Issue.record("expected a failed proof, not \(String(describing: error))")
            return
        }
    }

    @Test func aMissingEndIsDetected() throws {
        let (path, plan, film) = try written()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.dropLast(10).write(to: URL(fileURLWithPath: path))
        #expect(throws: AssemblyError.self) {
            try FilmProof(path: path, plan: plan, written: film).check()
        }
    }

    @Test func anotherPictureIsDetectedByDecoding() throws {
        let (path, plan, _) = try written()
        // The second clip now has another picture, as if it had been copied wrongly.
        _ = try folder.forge("2.mp4") { $0.id = 9 }
        #expect(throws: AssemblyError.self) {
            try FrameProof.check(path, plan, shouldStop: { false })
        }
    }
}
