import DailiesDigest
import DailiesDownload
import DailiesHTTP
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Resuming interrupted transfers, also with servers that behave incorrectly.
@Suite struct ResumeTests {
    private let folder: TemporaryFolder
    private let content = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
    private let time = VirtualClock()

    init() throws { folder = try TemporaryFolder() }

    private func land(
        _ server: LoopbackServer, client: HTTPClient = HTTPClient(),
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> LandedFile {
        try await Downloader(
            client: client, reach: .loopbackOnly, stallTimeout: .seconds(1800), sleep: time.advance,
            now: time.now
        ).land(
            server.baseURL + "/take.mp4", as: folder.file("010-t1.mp4"), announcedBytes: nil,
            progress: progress)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    }

    /// A server that interrupts the first response; `answer` makes the following ones.
    private func server(
        tag: String? = "\"1\"", cutAfter: Int = 70_000, first: Data? = nil,
        _ answer: @escaping @Sendable (_ number: Int, _ start: Int?) -> LoopbackServer.Reply
    ) throws -> LoopbackServer {
        let content = first ?? content
        let count = Counter()
        return try LoopbackServer { request in
            let number = count.next()
            if number == 1 {
                return .init(
                    headers: tag.map { ["ETag": $0] } ?? [:], body: content, cutAfter: cutAfter)
            }
            let range = request.headers["range"]?.dropFirst("bytes=".count).dropLast()
            return answer(number, range.flatMap { Int($0) })
        }
    }

    private static func rest(
        of content: Data, from start: Int, tag: String? = "\"1\"", cutAfter: Int? = nil
    ) -> LoopbackServer.Reply {
        let end = content.count - 1
        var headers = ["Content-Range": "bytes \(start)-\(end)/\(end + 1)"]
        headers["ETag"] = tag
        return .init(status: 206, headers: headers, body: content[start...], cutAfter: cutAfter)
    }

    @Test func anInterruptedTransferIsResumed() async throws {
        let content = content
        let server = try server { _, start in Self.rest(of: content, from: start ?? 0) }
        let counts = Mutex<[Int64]>([])
        let landed = try await land(server) { count in counts.withLock { $0.append(count) } }
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        let second = try #require(server.requests.dropFirst().first)
        #expect(second.headers["range"] == "bytes=70000-")
        #expect(second.headers["if-range"] == "\"1\"")
        #expect(server.requests.count == 2)
        let seen = counts.withLock { $0 }
        #expect(seen == seen.sorted())
        #expect(seen.last == Int64(content.count))
    }

    @Test func repeatedInterruptionsAreResumed() async throws {
        let content = content
        let server = try server { number, start in
            Self.rest(of: content, from: start ?? 0, cutAfter: number < 4 ? 30_000 : nil)
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(
            server.requests.map { $0.headers["range"] }
                == [nil, "bytes=70000-", "bytes=100000-", "bytes=130000-"])
    }

    @Test func failedRequestsInBetweenDoNotAffectResuming() async throws {
        let content = content
        let server = try server { number, start in
            switch number {
            case 2: .init(hangsUp: true)
            case 3: .init(status: 503, headers: ["ETag": "\"page\""], body: Data("busy".utf8))
            default: Self.rest(of: content, from: start ?? 0)
            }
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(server.requests.last?.headers["range"] == "bytes=70000-")
        #expect(server.requests.last?.headers["if-range"] == "\"1\"")
    }

    @Test func aChangedFileReplacesTheReceivedPart() async throws {
        let content = content
        let server = try server(first: Data(content.reversed())) { _, _ in
            .init(headers: ["ETag": "\"new\""], body: content)
        }
        let counts = Mutex<[Int64]>([])
        let landed = try await land(server) { count in counts.withLock { $0.append(count) } }
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(server.requests.count == 2)
        #expect(counts.withLock { $0.last } == Int64(content.count))
    }

    /// The beginnings of the new and the old file must not be joined, even after an interruption.
    @Test func aChangedFileIsResumedWithItsOwnETag() async throws {
        let content = content
        let server = try server(tag: "\"old\"", first: Data(content.reversed())) { number, start in
            number == 2
                ? .init(headers: ["ETag": "\"new\""], body: content, cutAfter: 90_000)
                : Self.rest(of: content, from: start ?? 0, tag: "\"new\"")
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(server.requests.last?.headers["range"] == "bytes=90000-")
        #expect(server.requests.last?.headers["if-range"] == "\"new\"")
    }

    /// Of several servers behind one name, some may ignore ranges and others not.
    @Test func aFullResponseInPlaceOfARangeCanBeResumed() async throws {
        let content = content
        let server = try server { number, start in
            number == 2
                ? .init(headers: ["ETag": "\"1\""], body: content, cutAfter: 50_000)
                : Self.rest(of: content, from: start ?? 0)
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(server.requests.last?.headers["range"] == "bytes=50000-")
    }

    @Test(arguments: [
        ["Content-Range": "bytes 70000-199999/200000", "ETag": "\"2\""],
        ["Content-Range": "bytes 70000-199999/200000", "ETag": "W/\"1\""],
        ["Content-Range": "bytes 70000-199999/200001"], ["Content-Range": "bytes 70000-199999/*"],
        ["Content-Range": "bytes 60000-189999/200000"], ["Content-Range": "bytes 80000-/200000"],
        [:],
    ])
    func rangesThatDoNotMatchAreDiscarded(_ headers: [String: String]) async throws {
        let content = content
        let server = try server { number, start in
            start == nil
                ? .init(body: content)
                : .init(status: 206, headers: headers, body: Data(count: 130_000))
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(
            server.requests.map { $0.headers["range"] } == [nil, "bytes=70000-", nil])
    }

    @Test func rangesShorterThanAnnouncedAreDiscarded() async throws {
        let content = content
        let server = try server { number, start in
            start == nil
                ? .init(body: content)
                : .init(
                    status: 206, headers: ["Content-Range": "bytes 70000-199999/200000"],
                    body: Data(count: 10))
        }
        #expect(try await land(server).sha256 == SHA256Digest(of: content).hex)
    }

    @Test(arguments: [nil, "W/\"1\""])
    func withoutAStrongETagTheDownloadRestarts(_ tag: String?) async throws {
        let content = content
        let server = try server(tag: tag) { _, start in
            start == nil ? .init(body: content) : Self.rest(of: Data(count: 200_000), from: 70_000)
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(server.requests.allSatisfy { $0.headers["range"] == nil })
    }

    @Test func anUnsatisfiableRangeIsNotRequestedAgain() async throws {
        let content = content
        let server = try server { _, start in
            start == nil ? .init(body: content) : .init(status: 416)
        }
        #expect(try await land(server).sha256 == SHA256Digest(of: content).hex)
    }

    @Test func aFileServedInSeveralRangesIsJoined() async throws {
        let content = content
        let server = try server(cutAfter: 50_000) { _, start in
            let first = start ?? 0
            let last = min(first + 60_000, content.count) - 1
            return .init(
                status: 206,
                headers: ["Content-Range": "bytes \(first)-\(last)/\(content.count)"],
                body: content[first...last])
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
    }

    @Test func anUnrequestedRangeIsRejected() async throws {
        let server = try LoopbackServer { _ in
            .init(
                status: 206, headers: ["Content-Range": "bytes 5-14/200000"], body: Data(count: 10))
        }
        await #expect(throws: DownloadError.self) { try await land(server) }
        #expect(try names.isEmpty)
    }

    @Test func aStalledTransferIsResumed() async throws {
        let content = content
        let server = try LoopbackServer { request in
            request.headers["range"] == nil
                ? .init(
                    headers: ["ETag": "\"1\""], body: content, cutAfter: 1, stalls: true)
                : Self.rest(of: content, from: 1)
        }
        // Not shorter: a slow response on a busy machine would cost an attempt, too.
        let landed = try await land(
            server, client: HTTPClient(stallTimeout: .seconds(3)))
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(server.requests.last?.headers["range"] == "bytes=1-")
    }

    // MARK: Delays

    @Test func serverErrorsAreRetriedWithGrowingDelays() async throws {
        let content = content
        let server = try server(tag: nil, cutAfter: 0) { number, _ in
            number < 4 ? .init(status: 503) : .init(body: content)
        }
        let landed = try await land(server)
        #expect(landed.bytes == Int64(content.count))
        #expect(time.waits.count == 3)
        for (wait, most) in zip(time.waits, [1, 2, 4]) {
            #expect((.milliseconds(most * 500) ... .seconds(most)).contains(wait))
        }
    }

    @Test func retryAfterIsRespected() async throws {
        let content = content
        let server = try server { number, _ in
            number == 2
                ? .init(status: 429, headers: ["Retry-After": "77"]) : .init(body: content)
        }
        _ = try await land(server)
        #expect(time.waits.last == .seconds(77))
    }

    @Test func retryAfterBeyondTheDeadlineFails() async throws {
        let server = try LoopbackServer { _ in
            .init(status: 503, headers: ["Retry-After": "3600"])
        }
        let error = await #expect(throws: DownloadError.self) { try await land(server) }
        #expect(error == .broken(reason: "HTTP 503"))
        #expect(time.waits.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test func halfAnHourWithoutProgressFails() async throws {
        let server = try LoopbackServer { _ in .init(status: 500) }
        let error = await #expect(throws: DownloadError.self) { try await land(server) }
        #expect(error == .broken(reason: "HTTP 500"))
        let waited = time.waits.reduce(.zero, +)
        #expect((.seconds(1700) ... .seconds(1800)).contains(waited))
    }

    /// Interruptions don't count as long as each attempt receives more of the file.
    @Test func aDownloadWithProgressContinues() async throws {
        let content = content
        let server = try server(cutAfter: 10_000) { _, start in
            let start = start ?? 0
            let isLast = start + 10_000 >= content.count
            return Self.rest(of: content, from: start, cutAfter: isLast ? nil : 10_000)
        }
        let landed = try await land(server)
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(time.waits.count == 19)
        #expect(time.waits.allSatisfy { $0 <= .seconds(1) })
    }
}

/// A clock that advances only by the requested delays.
private final class VirtualClock: Sendable {
    private let state = Mutex((now: ContinuousClock.now, waits: [Duration]()))

    var waits: [Duration] { state.withLock { $0.waits } }

    @Sendable func now() -> ContinuousClock.Instant { state.withLock { $0.now } }

    @Sendable func advance(_ duration: Duration) {
        state.withLock { state in
            state.now += duration
            state.waits.append(duration)
        }
    }
}
