import DailiesStandIn
import Foundation
import Testing

@Suite("The statistics")
struct StatisticsTests {
    @Test("count submissions, polls and downloads")
    func counts() throws {
        let server = try StandInServer.start(StandInServer.Options(latency: .zero))
        defer { server.stop() }
        let body = Data(#"{"input": {"prompt": "a", "duration": "15"}}"#.utf8)
        let run: RunObject = try request(server.port, "POST", createPath, body: body).decoded()
        _ = try request(server.port, "POST", createPath, body: Data("{}".utf8))
        for _ in 0..<3 { _ = try request(server.port, "GET", "/v1/runs/\(run.id)") }
        _ = try request(server.port, "GET", "/v1/runs/none")
        _ = try request(server.port, "GET", "/files/a")
        let stats: Stats = try request(server.port, "GET", "/_stand-in/stats").decoded()
        #expect(stats.submissions == 1)
        #expect(
            stats.byProvider == [
                "runflow": 1, "fal": 0, "eachlabs": 0, "kling": 0, "replicate": 0,
            ])
        #expect(stats.polls == 3)
        #expect(stats.downloads == 0)
        #expect(stats.cancels == 0 && stats.faultsInjected == 0)
    }

    @Test("count a download if a body is sent")
    func downloads() throws {
        let clips = try SharedClips.shared()
        let clip = try clips.clip(.square)
        func count() throws -> Int {
            try request(clips.server.port, "GET", "/_stand-in/stats").decoded(as: Stats.self)
                .downloads
        }
        let before = try count()
        _ = try request(clips.server.port, "GET", clip.target)
        #expect(try count() > before)
    }
}
