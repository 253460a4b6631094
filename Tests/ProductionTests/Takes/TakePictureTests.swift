import DailiesGeneration
import DailiesInspection
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesProduction

/// Takes against the pictures that were asked for, and takes that continue others.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TakePictureTests {
    private func checks(_ result: SessionResult, _ run: Int) throws -> [CheckCode: Check] {
        let take = try #require(result.outcomes[run].take)
        let checks = try #require(take.verification?.checks)
        return Dictionary(checks.map { ($0.code, $0) }) { first, _ in first }
    }

    @Test func aTakeIsComparedWithItsPictures() async throws {
        let stage = try RehearsalStage()
        let (start, end) = (try stage.picture("start.jpg"), try stage.picture("end.jpg"))
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
              {"id": "010", "prompt": "a red kite", "duration": 3, "start_image_url": "\(start)",
               "end_image_url": "\(end)"},
              {"id": "020", "prompt": "a blue sea", "duration": 3, "continue_from": "previous"},
              {"id": "030", "prompt": "a dark sea", "duration": 3, "start_image_url": "\(start)"}]}
            """
        let result = try await stage.run(try stage.plan(list))
        let first = try checks(result, 0)
        #expect(
            first[.startPicture]?.result == .pass, "\(String(describing: first[.startPicture]))")
        #expect(first[.endPicture]?.result == .pass, "\(String(describing: first[.endPicture]))")
        #expect(first[.seamContinuity] == nil)
        let second = try checks(result, 1)
        #expect(second[.seamContinuity]?.result == .pass)
        #expect(second[.startPicture] == nil)
        let third = try checks(result, 2)
        #expect(third[.startPicture]?.result == .pass)
        #expect(third[.endPicture] == nil)
        for checks in [first, second, third] {
            #expect(
                checks[.innerCuts]?.result == .pass, "\(String(describing: checks[.innerCuts]))")
        }
        #expect(result.report.film?.warnings == [])
    }

    @Test func whereAPictureIsLookedFor() {
        let file = ListedFile(
            path: "/pictures/a.png", bytes: 1, sha256: "00",
            content: .picture(mediaType: "image/png", size: FrameSize(width: 4, height: 4)))
        let (local, last) = (RequestMedia("file:a.png"), RequestMedia.lastPicture(of: "010-t1"))
        func pictures(_ start: RequestMedia?, _ end: RequestMedia?) -> TakePictures {
            TakePictures(
                RunRequest(content: .prompt("A"), seconds: 3, start: start, end: end),
                last: StartPicture(last, file), files: [local: file])
        }
        #expect(pictures(local, local).start == .file("/pictures/a.png"))
        #expect(pictures(local, local).end == .file("/pictures/a.png"))
        #expect(pictures(local, local).previous == nil)
        #expect(pictures(last, nil).previous == .file("/pictures/a.png"))
        #expect(pictures(last, nil).start == nil)
        // Nothing secret is kept of an address.
        let address = RequestMedia("https://example.com/a.png?signature=secret")
        #expect(pictures(address, nil).start == .address("https://example.com/a.png"))
        // The last picture of a take that isn't at hand.
        let other = pictures(.lastPicture(of: "020-t1"), nil)
        #expect(other.previous == .address("last-picture:020-t1"))
        #expect(other.start == nil)
    }

    /// A cut within a take is a warning if one prompt made it and nothing else can explain it.
    @Test func onlyTakesOfOnePromptAreOneShot() throws {
        let stage = try RehearsalStage()
        let model = try #require(try stage.plan(RehearsalStage.oneShot).shots.first).shot.model
        func isOneShot(_ request: RunRequest) -> Bool {
            TakeExpectation.from(
                request, model: model, startSize: nil,
                pictures: TakePictures(request, last: nil, files: [:]), delivery: Delivery()
            ).isOneShot
        }
        #expect(isOneShot(RunRequest(content: .prompt("A"), seconds: 3)))
        let picture = RequestMedia("file:a.png")
        #expect(!isOneShot(RunRequest(content: .prompt("A"), seconds: 3, start: picture)))
        #expect(!isOneShot(RunRequest(content: .prompt("A"), seconds: 3, end: picture)))
        #expect(!isOneShot(RunRequest(content: .multiPrompt([]), seconds: 3)))
    }

    // MARK: Flashes where takes meet

    /// Keeps the brightness at the ends of a clip in which some pictures flash.
    private func keep(
        _ flashing: Range<Int>, of take: String, in folder: ProductionFolder,
        _ temporary: TemporaryFolder
    ) throws {
        let clip = try temporary.forge { forge in
            forge.frames = 72
            forge.frozenFrom = 0
            forge.flashing = flashing
            forge.sound = nil
        }
        let keeping = KeptPictures.Request(stillTime: .zero, stillWidth: 64, keepsLast: false)
        let kept = MediaFile(path: clip).inspect(
            against: Expectation(), tolerances: Tolerances(), keeping: keeping
        ).pictures
        TakeEnds(folder: folder).keep(try #require(kept?.ends), of: take)
    }

    private func clips(_ names: [String], slates: Set<Int> = []) -> [DailiesReport.FilmEntry
        .ClipEntry]
    {
        names.enumerated().map { index, name in
            DailiesReport.FilmEntry.ClipEntry(
                take: name, isSlate: slates.contains(index), start: MediaTime(seconds: index * 3),
                duration: MediaTime(seconds: 3))
        }
    }

    @Test func flashesWhereTakesMeetAreWarnings() async throws {
        let temporary = try TemporaryFolder()
        let folder = ProductionFolder(path: temporary.file("film"))
        try FileManager.default.createDirectory(
            atPath: folder.place("takes"), withIntermediateDirectories: true)
        try keep(68..<72, of: "010-t1", in: folder, temporary)
        try keep(0..<4, of: "020-t1", in: folder, temporary)
        let seams = SeamFlashes(folder: folder)
        let found = try await seams.warnings(of: clips(["010-t1", "020-t1", "010-t1"]))
        #expect(found.count == 1)
        #expect(found.first?.contains("Where 020-t1 follows 010-t1, at 3.000 s, 100 %") == true)
        // Beside a slate nothing is compared.
        #expect(
            try await seams.warnings(of: clips(["010-t1", "020", "020-t1"], slates: [1])) == [])
        let unknown = try await seams.warnings(of: clips(["010-t1", "030-t1"]))
        #expect(unknown.count == 1)
        #expect(unknown.first?.contains("at 1 of the film's seams") == true)
    }
}
