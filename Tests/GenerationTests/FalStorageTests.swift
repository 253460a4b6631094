import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Uploads to fal: to its CDN, and by other methods if the CDN fails.
@Suite struct FalStorageTests {
    private let pauses = Pauses()

    /// A provider that records pauses instead of waiting.
    private func provider(_ server: LoopbackServer) throws -> FalProvider {
        var access = try Access.of(FalProvider.self, server, key: "id:secret")
        access.pause = { [pauses] in pauses.record($0) }
        return FalProvider(access)
    }

    private let picture = MediaUpload(
        fileName: "p.png", mediaType: "image/png", bytes: Data([1, 2]), dataURILimit: 10 << 20)

    /// Too large to be sent inside the request.
    private let video = MediaUpload(
        fileName: "v.mp4", mediaType: "video/mp4", bytes: Data(count: 5 << 20),
        dataURILimit: 10 << 20)

    private static let tokens = "/storage/auth/token?storage_type=fal-cdn-v3"
    private static let olderEndpoint = "/storage/upload/initiate?storage_type=gcs"

    private static func token(_ request: LoopbackServer.Request, _ word: String = "once")
        -> LoopbackServer.Reply
    {
        .json(
            """
            {"token":"\(word)","token_type":"Bearer",
            "base_url":"http://\(request.headers["host"] ?? "")/cdn"}
            """)
    }

    private func failure(
        of file: MediaUpload, _ server: LoopbackServer
    ) async throws -> ProviderFailure {
        try await #require(throws: ProviderFailure.self) {
            try await provider(server).upload(file)
        }
    }

    @Test func pictureIsUploadedWithATokenAndNotTheKey() async throws {
        let server = try LoopbackServer { request in
            request.path == Self.tokens
                ? Self.token(request)
                : .json("{\"access_url\":\"https://v3.fal.media/files/p.png\"}")
        }
        #expect(
            try await provider(server).upload(picture) == "https://v3.fal.media/files/p.png")
        let sent = server.requests
        #expect(
            sent.map(\.path) == [Self.tokens, "/cdn/files/upload"])
        #expect(sent[0].headers["authorization"] == "Key id:secret")
        #expect(sent[1].headers["authorization"] == "Bearer once")
        #expect(sent[1].headers["x-fal-file-name"] == "p.png")
        #expect(sent[1].headers["content-type"] == "image/png")
        #expect(sent[1].body == Data([1, 2]))
    }

    @Test func pictureIsSentAsDataURIIfTheStorageFails() async throws {
        let server = try LoopbackServer { _ in .init(status: 503) }
        #expect(try await provider(server).upload(picture) == "data:image/png;base64,AQI=")
    }

    @Test func largeVideoIsUploadedInParts() async throws {
        let server = try LoopbackServer { request in
            let host = "http://\(request.headers["host"] ?? "")"
            return switch request.path {
            case Self.tokens: Self.token(request)
            case "/cdn/files/upload/multipart":
                .json("{\"access_url\":\"\(host)/files/v.mp4\",\"uploadId\":\"u1\"}")
            default: .init(headers: ["ETag": "\"\(request.path.last ?? "-")\""])
            }
        }
        // Each part begins with its own number.
        let part = 10 << 20
        let parts = (1...3).map { Data([$0]) + Data(count: ($0 < 3 ? part : 5) - 1) }
        let video = MediaUpload(
            fileName: "v.mp4", mediaType: "video/mp4", bytes: parts.reduce(Data(), +),
            dataURILimit: 10 << 20)
        let url = try await provider(server).upload(video)
        #expect(url == server.baseURL + "/files/v.mp4")
        let sent = server.requests
        #expect(
            sent.map(\.method) == ["POST", "POST"] + Array(repeating: "PUT", count: 3) + ["POST"])
        #expect(sent.dropFirst(2).dropLast().map(\.body) == parts)
        #expect(
            sent.dropFirst(2).dropLast().map(\.path)
                == (1...3).map { "/files/v.mp4/multipart/u1/\($0)" })
        let end = try #require(sent.last)
        #expect(end.path == "/files/v.mp4/multipart/u1/complete")
        let list = try JSONValue(parsing: end.body)["parts"]?.elements
        #expect(list?.count == 3)
        #expect(list?.last == ["partNumber": 3, "etag": "\"3\""])
        // The account's key is sent only with the token request.
        #expect(
            sent.map { $0.headers["authorization"] == "Key id:secret" }.filter(\.self).count == 1)
        #expect(sent.dropFirst().allSatisfy { $0.headers["authorization"] == "Bearer once" })
    }

    @Test func videoIsUploadedThroughTheOlderEndpointIfTheCDNFails() async throws {
        let server = try LoopbackServer { request in
            let host = "http://\(request.headers["host"] ?? "")"
            return switch request.path {
            case Self.olderEndpoint:
                .json(
                    "{\"upload_url\":\"\(host)/put?signed\",\"file_url\":\"https://a.example/v\"}")
            case "/put?signed": .init()
            default: .init(status: 503)
            }
        }
        #expect(try await provider(server).upload(video) == "https://a.example/v")
        let put = try #require(server.requests.last)
        #expect(put.body == video.bytes)
        #expect(put.headers["authorization"] == nil)
        let asked = try JSONValue(
            parsing: try #require(server.requests.first { $0.path == Self.olderEndpoint }).body)
        #expect(asked == ["file_name": "v.mp4", "content_type": "video/mp4"])
    }

    // MARK: Failures

    @Test(arguments: [401, 402, 403])
    func accountFailureIsNotRetried(_ status: Int) async throws {
        let server = try LoopbackServer { _ in .init(status: status) }
        #expect(try await failure(of: picture, server).kind == .account)
        #expect(server.requests.count == 1)
    }

    @Test func accountFailureOfTheOlderEndpointIsReported() async throws {
        let server = try LoopbackServer { request in
            .init(status: request.path == Self.olderEndpoint ? 403 : 503)
        }
        #expect(try await failure(of: video, server).kind == .account)
    }

    @Test func expiredTokenIsReplaced() async throws {
        let count = Counter()
        let server = try LoopbackServer { request in
            if request.path == Self.tokens { return Self.token(request, "t\(count.next())") }
            return request.headers["authorization"] == "Bearer t1"
                ? .init(status: 401)
                : .json("{\"access_url\":\"https://v3.fal.media/files/p.png\"}")
        }
        #expect(
            try await provider(server).upload(picture) == "https://v3.fal.media/files/p.png")
        #expect(
            server.requests.map(\.path)
                == [Self.tokens, "/cdn/files/upload", Self.tokens, "/cdn/files/upload"])
    }

    @Test(arguments: [401, 403])
    func rejectedTokenIsNotAnAccountFailure(_ status: Int) async throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case Self.tokens: Self.token(request)
            case Self.olderEndpoint: .init(status: 503)
            default: .init(status: status)
            }
        }
        #expect(try await failure(of: video, server).kind == .retryable)
    }

    @Test func onlyTheFailedPartIsRetried() async throws {
        let count = Counter()
        let server = try LoopbackServer { request in
            let host = "http://\(request.headers["host"] ?? "")"
            return switch request.path {
            case Self.tokens: Self.token(request)
            case "/cdn/files/upload/multipart":
                .json("{\"access_url\":\"\(host)/v.mp4\",\"uploadId\":\"u\"}")
            case "/v.mp4/multipart/u/2" where count.next() == 1: .init(hangsUp: true)
            default: .init(headers: ["ETag": "t"])
            }
        }
        let large = MediaUpload(
            fileName: "v.mp4", mediaType: "video/mp4", bytes: Data(count: (20 << 20) + 1),
            dataURILimit: 10 << 20)
        #expect(try await provider(server).upload(large) == server.baseURL + "/v.mp4")
        let parts = server.requests.map(\.path).filter { $0.hasPrefix("/v.mp4/multipart/u/") }
        let numbers = parts.compactMap { $0.split(separator: "/").last }
        #expect(numbers == ["1", "2", "2", "3", "complete"])
    }

    @Test func retryableFailureIsRetriedThreeTimesWithBackoff() async throws {
        let server = try LoopbackServer { _ in .init(status: 503) }
        _ = try await provider(server).upload(picture)
        #expect(server.requests.map(\.path) == Array(repeating: Self.tokens, count: 4))
        #expect(pauses.all.count == 3)
        // Half of each pause is random.
        #expect(pauses.all == pauses.all.sorted())
    }

    @Test func longRetryAfterIsNotWaitedFor() async throws {
        let server = try LoopbackServer { _ in
            .init(status: 429, headers: ["Retry-After": "3600"])
        }
        #expect(try await provider(server).upload(picture).hasPrefix("data:"))
        #expect(pauses.all.isEmpty)
    }

    @Test func firstFailureIsReportedIfBothMethodsFail() async throws {
        let server = try LoopbackServer { request in
            request.path == Self.olderEndpoint
                ? .json("{\"detail\":\"second\"}", status: 400)
                : .json("{\"detail\":\"first\"}", status: 503)
        }
        let failure = try await failure(of: video, server)
        #expect(failure.kind == .retryable)
        #expect(failure.description.contains("first"))
    }

    @Test func aMissingUploadEndpointIsReported() async throws {
        let server = try LoopbackServer { _ in .init(status: 404) }
        #expect(try await failure(of: video, server).kind == .notFound)
    }

    @Test func cancellationStopsTheUpload() async throws {
        let server = try LoopbackServer { _ in .init(status: 503) }
        var access = try Access.of(FalProvider.self, server, key: "id:secret")
        access.pause = { _ in throw CancellationError() }
        let provider = FalProvider(access)
        await #expect(throws: CancellationError.self) { try await provider.upload(picture) }
        #expect(server.requests.count == 1)
    }
}

/// Recorded pauses.
private final class Pauses: Sendable {
    private let recorded = Mutex<[Duration]>([])
    var all: [Duration] { recorded.withLock { $0 } }
    func record(_ pause: Duration) { recorded.withLock { $0.append(pause) } }
}
