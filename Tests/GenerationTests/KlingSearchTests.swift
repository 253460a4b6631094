import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// How a submit to Kling whose answer was lost is found, or isn't.
@Suite struct KlingSearchTests {
    private func find(_ name: String, _ server: LoopbackServer) async throws -> RunSearch? {
        let type = try #require(ProviderRegistry.named(name))
        let endpoint = name == "kling" ? "text-to-video/kling-3.0" : "v1/videos/text2video"
        return try await type.init(try Access.of(type, server, key: "key")).find(
            LostSubmit(
                clientReference: "dailies-1", endpoint: endpoint, input: ["prompt": "a"],
                submittedAt: Date()))
    }

    @Test func aLostSubmitIsFoundByOurID() async throws {
        let server = try LoopbackServer { _ in
            .json(
                """
                {"code": 0, "data": [{"id": "7", "status": "processing", "external_id": "dailies-1"},
                 {"id": "8", "status": "processing", "external_id": "dailies-2"}]}
                """)
        }
        let search = try #require(try await find("kling", server))
        #expect(search.matches.map(\.run.id) == ["7"])
        #expect(search.containsOthers)
        #expect(server.requests.map(\.path) == ["/tasks?external_task_ids=dailies-1"])
    }

    @Test(arguments: ["[]", "{}", "null", #"{"result": []}"#])
    func anEmptyListHasNoMatchAndNoOthers(_ data: String) async throws {
        let server = try LoopbackServer { _ in .json("{\"code\": 0, \"data\": \(data)}") }
        let search = try #require(try await find("kling", server))
        #expect(search.matches.isEmpty && !search.containsOthers)
    }

    /// A failed search is no proof that the task doesn't exist.
    @Test(
        arguments: [(401, 1002), (500, 5000), (429, 1302), (429, 1101)], ["kling", "kling-v1"])
    func aSearchThatFailsIsNoResult(_ answer: (status: Int, code: Int), _ name: String)
        async throws
    {
        let server = try LoopbackServer { _ in
            .json("{\"code\": \(answer.code), \"message\": \"no\"}", status: answer.status)
        }
        await #expect(throws: ProviderFailure.self) {
            try await find(name, server)
        }
    }

    @Test func v1LooksATaskUpByOurIDInThePath() async throws {
        let server = try LoopbackServer { _ in
            .json(
                """
                {"code": 0, "data": {"task_id": "7", "task_status": "succeed",
                 "task_info": {"external_task_id": "dailies-1"}}}
                """)
        }
        let search = try #require(try await find("kling-v1", server))
        #expect(
            search.matches.map(\.run) == [
                RemoteRun(
                    id: "7",
                    addresses: ["task_url": "\(server.baseURL)/v1/videos/text2video/7"])
            ])
        #expect(server.requests.map(\.path) == ["/v1/videos/text2video/dailies-1"])
    }

    /// A server that knows only its own ids in the path lists the task all the same.
    @Test(arguments: [true, false])
    func v1SearchesTheListToo(_ isListed: Bool) async throws {
        let server = try LoopbackServer { request in
            guard request.path.contains("?pageNum=1&pageSize=500") else {
                return .json(#"{"code": 1201, "message": "Task not found"}"#, status: 400)
            }
            let reference = isListed ? "dailies-1" : "dailies-3"
            return .json(
                """
                {"code": 0, "data": [
                 {"task_id": "8", "task_status": "succeed"},
                 {"task_id": "7", "task_status": "processing",
                  "task_info": {"external_task_id": "\(reference)"}}]}
                """)
        }
        let search = try #require(try await find("kling-v1", server))
        #expect(search.matches.map(\.run.id) == (isListed ? ["7"] : []))
        #expect(search.containsOthers)
        #expect(server.requests.count == 2)
    }

    /// A server that answers with another task, whatever is asked, doesn't have ours.
    @Test func anotherTaskIsNoMatch() async throws {
        let server = try LoopbackServer { _ in
            .json(#"{"code": 0, "data": {"task_id": "8", "task_status": "processing"}}"#)
        }
        let search = try #require(try await find("kling-v1", server))
        #expect(search.matches.isEmpty)
        #expect(search.containsOthers)
    }
}
