import DailiesDigest
import DailiesDownload
import DailiesHTTP
import DailiesTestSupport
import Foundation
import Testing

@Suite struct DownloaderTests {
    private let folder: TemporaryFolder
    private let content = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })

    init() throws { folder = try TemporaryFolder() }

    private func downloader(reach: Reach = .loopbackOnly) -> Downloader {
        Downloader(
            client: HTTPClient(), reach: reach, stallTimeout: .seconds(5),
            sleep: { _ in })
    }

    private func land(
        _ server: LoopbackServer, announced: Int64? = nil
    ) async throws -> LandedFile {
        try await downloader().land(
            server.baseURL + "/take.mp4?X-Signature=s", as: folder.file("010-t1.mp4"),
            announcedBytes: announced, progress: { _ in })
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    }

    @Test func filesLandCompletelyWithTheirDigest() async throws {
        let content = content
        let server = try LoopbackServer { _ in .init(headers: ["ETag": "\"1\""], body: content) }
        let landed = try await land(server, announced: Int64(content.count))
        #expect(landed.bytes == Int64(content.count))
        #expect(landed.sha256 == SHA256Digest(of: content).hex)
        #expect(try Data(contentsOf: URL(fileURLWithPath: landed.path)) == content)
        #expect(try names == ["010-t1.mp4"])
        // Downloads send no credentials.
        #expect(server.requests.first?.headers["authorization"] == nil)
    }

    @Test func filesOfTheWrongLengthDoNotLand() async throws {
        let content = content
        let server = try LoopbackServer { _ in .init(body: content) }
        let error = await #expect(throws: DownloadError.self) {
            try await land(server, announced: 123)
        }
        #expect(error == .wrongLength(expected: 123, received: Int64(content.count)))
        #expect(try names.isEmpty)
    }

    @Test(arguments: [403, 404, 410])
    func expiredAddressesAreReported(_ status: Int) async throws {
        let server = try LoopbackServer { _ in .init(status: status) }
        let error = await #expect(throws: DownloadError.self) { try await land(server) }
        #expect(error == .expired(status: status))
        #expect(server.requests.count == 1)
    }

    @Test func anExistingFileSurvivesAFailedDownload() async throws {
        try folder.write(Data("old".utf8), as: "010-t1.mp4")
        let content = content
        let server = try LoopbackServer { _ in .init(body: content, cutAfter: 1000) }
        await #expect(throws: DownloadError.self) { try await land(server) }
        #expect(try String(contentsOfFile: folder.file("010-t1.mp4"), encoding: .utf8) == "old")
        #expect(try names == ["010-t1.mp4"])
    }

    @Test(arguments: [
        "http://example.com/x.mp4", "file:///etc/passwd", "ftp://example.com/x", "x.mp4", "",
        "https:x", "https://user@example.com/x.mp4", "https://127.0.0.1/x.mp4",
        "https://localhost/x.mp4", "https://0x7f.1/x.mp4", "https://[::ffff:10.0.0.1]/x.mp4",
        "https://169.254.169.254/latest/meta-data",
    ])
    func onlyPublicHTTPSAddressesAreAllowed(_ url: String) async throws {
        let error = await #expect(throws: DownloadError.self) {
            try await downloader(reach: .publicInternet).land(
                url, as: folder.file("x.mp4"), announcedBytes: nil, progress: { _ in })
        }
        #expect(error?.isForbiddenAddress == true)
        #expect(try names.isEmpty)
    }

    @Test(arguments: [
        "http://example.com/x.mp4", "https://example.com/x.mp4", "http://10.0.0.1/x.mp4",
        "http://user:secret@127.0.0.1/x.mp4?X-Signature=s",
    ])
    func rehearsalsDownloadFromThisMachineOnly(_ url: String) async throws {
        let error = try await #require(throws: DownloadError.self) {
            try await downloader().land(
                url, as: folder.file("x.mp4"), announcedBytes: nil, progress: { _ in })
        }
        #expect(error.isForbiddenAddress)
        #expect(error.description.contains("nothing was sent there"))
        #expect(!error.description.contains("secret"))
        #expect(!error.description.contains("Signature"))
    }

    @Test func thisMachineIsRefusedOutsideRehearsals() async throws {
        let server = try LoopbackServer { _ in .init(body: Data("x".utf8)) }
        await #expect(throws: DownloadError.self) {
            try await downloader(reach: .publicInternet).land(
                server.baseURL, as: folder.file("x.mp4"), announcedBytes: nil, progress: { _ in })
        }
        #expect(server.requests.isEmpty)
    }

    @Test func rehearsalsDoNotFollowRedirectsToOtherHosts() async throws {
        let server = try LoopbackServer { _ in
            .init(status: 302, headers: ["Location": "http://192.168.0.1/take.mp4"])
        }
        let error = await #expect(throws: DownloadError.self) { try await land(server) }
        #expect(error?.isForbiddenAddress == true)
        #expect(server.requests.count == 1)
        #expect(try names.isEmpty)
    }

    @Test func redirectsOnThisMachineAreFollowed() async throws {
        let content = content
        let target = try LoopbackServer { _ in .init(body: content) }
        let server = try LoopbackServer { _ in
            .init(status: 307, headers: ["Location": target.baseURL + "/take.mp4"])
        }
        #expect(try await land(server).sha256 == SHA256Digest(of: content).hex)
    }
}

extension DownloadError {
    fileprivate var isForbiddenAddress: Bool {
        if case .forbiddenAddress = self { true } else { false }
    }
}
