import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesMediaFilter

/// The built command on a machine where libavfilter can't be used.
@Suite struct FilterLibraryTests {
    /// What stands in the library's place.
    enum Substitute: CaseIterable {
        case rubbish
        /// It has none of libavfilter's functions.
        case anotherLibrary
    }

    private func folder(with substitute: Substitute) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        switch substitute {
        case .rubbish: try folder.write(Data("rubbish".utf8), as: FilterLibrary.fileName)
        case .anotherLibrary:
            let maps = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/maps"))
            let loaded = String(decoding: try maps.readToEnd() ?? Data(), as: UTF8.self)
            let other = try #require(loaded.firstMatch(of: /\/\S+\/libavutil\.so\S*/))
            try FileManager.default.createSymbolicLink(
                atPath: folder.file(FilterLibrary.fileName),
                withDestinationPath: String(other.output))
        }
        return folder
    }

    private func dailies(
        _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
    ) throws -> DailiesProcess.Result {
        try DailiesProcess(
            arguments, in: folder.path,
            environment: environment.merging(["LD_LIBRARY_PATH": folder.path]) { $1 }
        ).finish()
    }

    @Test(arguments: Substitute.allCases)
    func aSessionBuysNothing(_ substitute: Substitute) async throws {
        let folder = try folder(with: substitute)
        let list = #"{"title": "film", "shots": [{"id": "010", "prompt": "x", "duration": 3}]}"#
        try folder.write(Data(list.utf8), as: "film.json")
        let standIn = try StandInProcess([], in: folder)
        let session = try dailies(
            ["rehearse", "film.json"], in: folder, environment: standIn.environment)
        #expect(session.status == 70)
        #expect(session.talk.contains("apt-get install libavfilter8"), "\(session.talk)")
        #expect(try await standIn.submissions() == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.file("film-rehearsal")))
    }

    /// Nothing is judged in part: with the library the same command passes the clip.
    @Test(arguments: Substitute.allCases)
    func contentIsNotJudged(_ substitute: Substitute) throws {
        let folder = try folder(with: substitute)
        try ClipForge().write(to: folder.file("clip.mp4"))
        let content = try dailies(["verify", "--level", "content", "clip.mp4"], in: folder)
        #expect(content.status == 70)
        #expect(content.output.isEmpty)
        #expect(content.talk.contains("libavfilter can't be loaded"), "\(content.talk)")
        let decode = try dailies(["verify", "--level", "decode", "clip.mp4"], in: folder)
        #expect(decode.status == 0, "\(decode.output)")
    }

    @Test(arguments: Substitute.allCases)
    func doctorNamesTheFix(_ substitute: Substitute) throws {
        let folder = try folder(with: substitute)
        let doctor = try dailies(["doctor"], in: folder)
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("libavfilter can't be loaded"))
        #expect(doctor.output.contains("apt-get install libavfilter8"))
    }
}
