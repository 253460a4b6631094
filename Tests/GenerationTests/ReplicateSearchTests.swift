import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Which predictions of a list belong, may belong or don't belong to a submit whose answer was lost.
@Suite struct ReplicateSearchTests {
    private static let submitted = Date(timeIntervalSince1970: 1_800_000_000)
    private static let picture = "https://a.example/first.png"

    private let lost = LostSubmit(
        clientReference: "dailies-1", endpoint: "kwaivgi/kling-v3-video",
        input: [
            "prompt": "a lighthouse", "duration": 5, "mode": "pro", "start_image": "sha256:abc",
        ],
        submittedAt: submitted)

    /// A prediction of the list, by default the one that was lost.
    private static func prediction(
        _ id: String = "p", after seconds: Double = 2, _ change: [String: JSONValue] = [:],
        input: [String: JSONValue] = [:]
    ) -> JSONValue {
        let date = (submitted + seconds).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let own: [String: JSONValue] = [
            "prompt": "a lighthouse", "duration": .number(5), "mode": "pro",
            "aspect_ratio": "16:9", "start_image": .string(picture),
        ]
        let members: [String: JSONValue] = [
            "id": .string(id), "model": "kwaivgi/kling-v3-video", "version": "hidden",
            "status": "processing", "source": "api", "created_at": .string(date),
            "data_removed": false, "input": .object(own.merging(input) { $1 }),
        ]
        return .object(members.merging(change) { $1 })
    }

    private func search(
        _ predictions: [JSONValue], _ lost: LostSubmit? = nil
    ) async throws -> RunSearch {
        let page: JSONValue = ["next": nil, "previous": nil, "results": .array(predictions)]
        let server = try LoopbackServer { _ in .json(page.line) }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key"))
        return try #require(try await provider.find(lost ?? self.lost))
    }

    @Test func theListIsAskedForTheTimeOfTheSubmit() async throws {
        let server = try LoopbackServer { _ in .json(#"{"next":null,"results":[]}"#) }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key"))
        let found = try #require(try await provider.find(lost))
        #expect(found.matches.isEmpty && found.incomparable.isEmpty && !found.containsOthers)
        let sent = try #require(server.requests.first)
        #expect(sent.path.hasPrefix("/v1/predictions?created_after=2027-01-15T07%3A59%3A00Z"))
        #expect(sent.path.contains("created_before=2027-01-15T08%3A15%3A00Z"))
    }

    @Test func thePredictionOfTheSameInputIsFound() async throws {
        let found = try await search([
            Self.prediction(), Self.prediction("q", input: ["duration": 6]),
        ])
        #expect(found.matches.map(\.run.id) == ["p"])
        #expect(found.incomparable.isEmpty && found.containsOthers)
    }

    @Test(arguments: [
        "2027-01-15T08:00:02Z", "2027-01-15T08:00:02.907Z", "2027-01-15T08:00:02.907244Z",
        "2027-01-15T08:00:02+00:00", "2027-01-15T08:00:02.907244+00:00",
    ])
    func everySpellingOfATimeIsRead(_ time: String) async throws {
        let found = try await search([Self.prediction("p", ["created_at": .string(time)])])
        #expect(found.matches.map(\.run.id) == ["p"])
    }

    @Test func severalEqualOnesAreAllMatches() async throws {
        let found = try await search([Self.prediction(), Self.prediction("q", after: 40)])
        #expect(found.matches.map(\.run.id) == ["p", "q"])
    }

    @Test(arguments: [
        prediction(after: -61), prediction(after: 901),
        prediction("p", ["model": "google/veo-3.1"]), prediction("p", ["source": "web"]),
        prediction("p", input: ["prompt": "a lighthouse, again"]),
        prediction("p", input: ["mode": nil]),
        // Pictures can't be compared, but that there is one can.
        prediction("p", input: ["start_image": nil]),
        prediction("p", input: ["end_image": .string(picture)]),
    ])
    func othersAreNoMatches(_ other: JSONValue) async throws {
        let found = try await search([other])
        #expect(found.matches.isEmpty && found.incomparable.isEmpty && found.containsOthers)
    }

    /// Replicate removes inputs an hour after the end: such a prediction may be the lost one.
    @Test(arguments: [
        prediction("p", ["data_removed": true, "input": [:]]),
        prediction("p", ["data_removed": true, "input": nil]),
        prediction("p", ["data_removed": true]), prediction("p", ["input": [:]]),
        prediction("p", ["input": "gone"]), prediction("p", ["created_at": nil]),
        prediction("p", ["created_at": "yesterday"]),
    ])
    func whatCannotBeComparedIsNeitherFoundNorAbsent(_ removed: JSONValue) async throws {
        let found = try await search([removed])
        #expect(found.matches.isEmpty && found.incomparable == ["p"])
    }

    @Test func aRemovedPredictionOfAnotherModelOrTimeIsNotTheLostOne() async throws {
        let found = try await search([
            Self.prediction("p", after: 7200, ["data_removed": true, "input": [:]]),
            Self.prediction("q", ["data_removed": true, "model": "a/b", "input": [:]]),
        ])
        #expect(found.incomparable.isEmpty)
    }

    /// Where the list has the webhook's address, our reference in it settles the question.
    @Test func theWebhooksAddressIsAMarker() async throws {
        let hook = JSONValue.string("https://me.example/hook/replicate/dailies-1/0a1b")
        let other = JSONValue.string("https://me.example/hook/replicate/dailies-10/0a1b")
        let found = try await search([
            Self.prediction("q", ["webhook": other]),
            Self.prediction("p", ["webhook": hook, "data_removed": true, "input": [:]]),
        ])
        #expect(found.matches.map(\.run.id) == ["p"] && found.incomparable.isEmpty)
    }

    @Test func theVersionIsComparedWhereTheListHasIt() async throws {
        let versioned = LostSubmit(
            clientReference: "dailies-1", endpoint: "me/mine:abc", input: ["prompt": "A"],
            submittedAt: Self.submitted)
        let list = [("p", "abc"), ("q", "def"), ("r", "hidden")].map { id, version in
            Self.prediction(
                id,
                [
                    "model": "me/mine", "version": .string(version), "input": ["prompt": "A"],
                ])
        }
        #expect(try await search(list, versioned).matches.map(\.run.id) == ["p", "r"])
    }

    /// An unreadable request would match everything.
    @Test func aRequestThatCannotBeReadMatchesNothing() async throws {
        let unreadable = LostSubmit(
            clientReference: "dailies-1", endpoint: "kwaivgi/kling-v3-video", input: .null,
            submittedAt: Self.submitted)
        #expect(try await search([Self.prediction()], unreadable).matches.isEmpty)
    }

    // MARK: Pages

    /// A list on three pages, cut or not.
    private func paged(
        _ next: @escaping @Sendable (_ page: Int, _ base: String) -> String?
    ) async throws -> (search: RunSearch?, failure: ProviderFailure?, pages: Int) {
        let own = Self.prediction("own", after: 1).line
        let other = Self.prediction("other", after: 5, input: ["prompt": "B"]).line
        let server = try LoopbackServer { request in
            let page =
                request.path.contains("cursor=2") ? 2 : request.path.contains("cursor=1") ? 1 : 0
            let base = "http://\(request.headers["host"] ?? "")"
            let link = next(page, base).map { "\"\($0)\"" } ?? "null"
            return .json("{\"next\":\(link),\"results\":[\(page == 2 ? own : other)]}")
        }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key"))
        do {
            return (try await provider.find(lost), nil, server.requests.count)
        } catch let failure as ProviderFailure {
            return (nil, failure, server.requests.count)
        }
    }

    @Test func allPagesAreRead() async throws {
        let (search, _, pages) = try await paged { page, base in
            page < 2 ? "\(base)/v1/predictions?cursor=\(page + 1)" : nil
        }
        #expect(search?.matches.map(\.run.id) == ["own"] && pages == 3)
    }

    /// A list that can't be read to its end proves nothing.
    @Test(arguments: ["loop", "foreign"])
    func aCutListIsAFailure(_ kind: String) async throws {
        let (search, failure, _) = try await paged { page, base in
            kind == "loop"
                ? "\(base)/v1/predictions?cursor=1" : "https://evil.example/v1/predictions?cursor=1"
        }
        #expect(search == nil && failure?.kind == .retryable)
    }

    @Test(arguments: ["[]", "{}", #"{"results":5}"#, "<html>", #"{"detail":"no"}"#])
    func rubbishIsNoList(_ body: String) async throws {
        let server = try LoopbackServer { _ in .json(body) }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key"))
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider.find(lost)
        }
        #expect(failure.kind == .retryable)
    }

    /// A server may not know the times: the whole list is read, back to the time of the submit.
    @Test func aServerWithoutFiltersIsReadUntilTheTimeOfTheSubmit() async throws {
        let own = Self.prediction("own").line
        let old = Self.prediction("old", after: -3600).line
        let server = try LoopbackServer { request in
            if request.path.contains("created_after") {
                return .json("{\"detail\":\"no\"}", status: 400)
            }
            let base = "http://\(request.headers["host"] ?? "")"
            let isFirst = request.path == "/v1/predictions"
            return .json(
                """
                {"next":"\(base)/v1/predictions?cursor=\(isFirst ? 1 : 2)",
                "results":[\(isFirst ? own : old)]}
                """)
        }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key"))
        #expect(try await provider.find(lost)?.matches.map(\.run.id) == ["own"])
        #expect(server.requests.count == 3)
    }
}
