import DailiesDigest
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Where keys go: a capture of everything that reached the provider, its storage and its files, and
/// a search through everything that a session leaves and says.
@Suite(.serialized, .timeLimit(.minutes(3))) struct KeyTravelTests {
    private static let key = "k3y-id:s3cret-0123456789abcdef"
    private static let callbackSecret = "whsec_s3cret-callbacks"

    @Test(arguments: ProviderRegistry.names)
    func aKeyReachesTheProviderAndNobodyElse(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let standIn = try StandInProcess(
            ["--latency", "0.2"], in: folder,
            environment: ["RUNFLOW_CALLBACK_SECRET": Self.callbackSecret])
        defer { standIn.kill() }
        try GradientPicture.write(width: 480, height: 320, to: folder.file("kite.jpg"))
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [{"id": "010",
             "prompt": "a red kite", "duration": 3, "start_image_url": "kite.jpg"}]}
            """
        try folder.write(Data(list.utf8), as: "film.json")

        let identity = try #require(ProviderRegistry.named(name)).identity
        var environment = ["RUNFLOW_CALLBACK_SECRET": Self.callbackSecret]
        for address in identity.addresses {
            environment[address.variable] = standIn.baseURL + address.standInPath
        }
        environment[identity.keyVariables[0][0]] = Self.key
        let session = try DailiesProcess(
            [
                "run", "film.json", "--provider", name, "--json", "--callback-listen", "0",
                "--allow-unpriced",
            ],
            in: folder.path, environment: environment
        ).finish()
        #expect(session.status == 0, "\(session.talk)")

        let requests = try await standIn.requests()
        let digest = String(SHA256Digest(of: Data(Self.key.utf8)).hex.prefix(16))
        let shown = requests.filter { request in
            (request["headers"]?.members ?? [:]).values.contains { $0["sha256"]?.text == digest }
        }.compactMap { $0["path"]?.text }
        let paths = requests.compactMap { $0["path"]?.text }
        // Everything of the provider's own was asked with the key, and nothing else was.
        let files = paths.filter { $0.hasSuffix(".mp4") || $0.hasPrefix("/uploads/") }
        #expect(files.contains { $0.hasSuffix(".mp4") }, "\(paths)")
        #expect(Set(shown).isDisjoint(with: files))
        let own = Set(paths).subtracting(files).filter {
            !$0.hasPrefix("/_stand-in/") && !$0.contains("/jwks.json")
        }
        // A token made for one upload stands in for the key there.
        let keyless = own.subtracting(shown)
        #expect(keyless.allSatisfy { $0.contains("/files/upload") }, "\(keyless)")

        for said in [session.output, session.talk] { expectNoSecret(in: Data(said.utf8), "talk") }
        let left = FileManager.default.enumerator(atPath: folder.path)
        for file in left?.compactMap({ $0 as? String }) ?? [] where file != "film.json" {
            guard let bytes = FileManager.default.contents(atPath: folder.file(file)) else {
                continue
            }
            expectNoSecret(in: bytes, file)
        }
    }

    private func expectNoSecret(in bytes: Data, _ place: String) {
        for secret in [Self.key, "s3cret-0123456789abcdef", Self.callbackSecret, "X-Signature="] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(place)")
        }
    }

    @Test func aRefusalOfTheKeyDoesNotRepeatIt() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer { request in
            .json(
                "{\"detail\":\"no such key: \(request.headers["authorization"] ?? "")\"}",
                status: 401)
        }
        try folder.write(Data("{\"shots\": [{\"prompt\": \"A\"}]}".utf8), as: "film.json")
        let session = try DailiesProcess(
            ["run", "film.json", "--provider", "fal", "--allow-loopback"], in: folder.path,
            environment: ["FAL_QUEUE_RUN_HOST": server.baseURL, "FAL_KEY": Self.key]
        ).finish()
        #expect(session.status == 6)
        expectNoSecret(in: Data((session.output + session.talk).utf8), "talk")
        #expect(session.output.contains("[key]"))
    }

    /// A server on this machine that isn't a stand-in gets no key and no purchase unless the user
    /// says so.
    @Test func aLocalServerNeedsConsent() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer { _ in .json("{}", status: 404) }
        try folder.write(Data("{\"shots\": [{\"prompt\": \"A\"}]}".utf8), as: "film.json")
        let session = try DailiesProcess(
            ["run", "film.json", "--provider", "fal"], in: folder.path,
            environment: ["FAL_QUEUE_RUN_HOST": server.baseURL, "FAL_KEY": Self.key]
        ).finish()
        #expect(session.status == 2)
        #expect(session.talk.contains("--allow-loopback"))
        #expect(server.requests.map(\.method) == ["GET"])
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
    }
}
