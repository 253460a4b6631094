import DailiesJSON
import DailiesMediaFilter
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// What `doctor` finds, and how to fix it.
struct DoctorTests {
    // MARK: Single checks

    @Test(
        arguments: [
            (nil, true, nil, .fail), (5_000_000_000, false, nil, .fail),
            (100_000_000, true, nil, .fail), (1_000_000_000, true, nil, .warn),
            (50_000_000_000, true, "nfs4", .warn), (50_000_000_000, true, nil, .ok),
        ] as [(Int64?, Bool, String?, HealthCheck.Result)])
    func aDiskNeedsRoom(
        free: Int64?, isWritable: Bool, network: String?, result: HealthCheck.Result
    ) {
        let check = MachineHealth.disk(
            "/films", free: free, isWritable: isWritable, networkSystem: network)
        #expect(check.result == result)
        #expect((check.fix == nil) == (result == .ok))
        #expect(check.found.contains("/films"))
    }

    @Test func aFileSystemIsFoundAmongTheMounts() {
        let mounts = """
            22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 22 0:30 / /films rw shared:2 - nfs4 server:/films rw
            31 30 0:31 / /films/fast\\040disk rw - xfs /dev/vdb rw
            32 22 0:32 / /filmsother rw master:1 shared:9 - cifs //nas/x rw
            """
        func kind(_ path: String) -> String? { MachineHealth.fileSystem(of: path, mounts) }
        #expect(kind("/home/me") == "ext4")
        #expect(kind("/films") == "nfs4")
        #expect(kind("/films/a/b") == "nfs4")
        #expect(kind("/films/fast disk/c") == "xfs")
        #expect(kind("/filmsother") == "cifs")
        #expect(MachineHealth.fileSystem(of: "/", "") == nil)
    }

    @Test func aClockThatIsWrongIsNoticed() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let now = try Date("2027-03-01T11:05:00Z", strategy: .iso8601)
        let right = MachineHealth.clock(now, zone, newest: ("/a", now + 60))
        #expect(right.result == .ok)
        #expect(right.found == "2027-03-01 12:05 in Europe/Berlin")
        #expect(MachineHealth.clock(now, zone, newest: ("/a", now + 3600)).result == .warn)
        let early = try Date("2020-03-01T11:05:00Z", strategy: .iso8601)
        #expect(MachineHealth.clock(early, zone).result == .fail)
    }

    @Test func missingCodecsAreNamed() {
        let check = MachineHealth.codecs(missing: ["encoder libx264"])
        #expect(check.result == .fail)
        #expect(check.found.contains("lacks encoder libx264"))
        #expect(MachineHealth.codecs(missing: []).result == .ok)
    }

    /// Every word of the sources that libavfilter knows as a filter and that stands where filters stand in
    /// a chain.
    @Test func everyFilterThatIsUsedIsLookedFor() throws {
        let word = /[\]",]([a-z0-9_]+)[\]"=,\[@]/
        var used: Set<String> = []
        for module in ["Assembly", "Inspection", "MediaFilter", "StandIn/Clip"] {
            let folder = Checkout.path("Sources/\(module)")
            let files = try #require(FileManager.default.enumerator(atPath: folder))
            for case let file as String in files where file.hasSuffix(".swift") {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                for start in text.indices where "]\",".contains(text[start]) {
                    if let match = text[start...].prefixMatch(of: word) {
                        used.insert(String(match.1))
                    }
                }
            }
        }
        // A name of a check, and a setting of x264.
        let others: Set = ["noise", "qp"]
        #expect(
            used.filter(FilterGraph.knows).subtracting(others) == Set(MachineHealth.filters))
    }

    @Test func limitsAndCertificates() throws {
        #expect(MachineHealth.openFiles(limit: 256).result == .warn)
        #expect(MachineHealth.openFiles(limit: 1024).result == .ok)
        let folder = try TemporaryFolder()
        #expect(MachineHealth.certificates(folder.file("none.crt")).result == .fail)
        #expect(
            MachineHealth.certificates(try folder.write(Data("x".utf8), as: "a.crt")).result == .ok)
    }

    @Test(
        arguments: [
            ("a0b1c2d3e4f5", true), ("fal:0123456789abcdef", true), ("short", false),
            ("\"a0b1c2d3e4f5\"", false), ("Key a0b1c2d3e4", false), ("your-key-here…", false),
            ("sk-...", false),
        ])
    func aTextLooksLikeAKeyOrNot(text: String, isKey: Bool) {
        #expect((ProviderHealth.fault(inKey: text) == nil) == isKey)
    }

    @Test func clocksThatAreApartAreNoticed() {
        #expect(ProviderHealth.answer("fal", apart: -30).result == .ok)
        let behind = ProviderHealth.answer("fal", apart: -300)
        #expect(behind.result == .warn)
        #expect(behind.found == "fal answers, and this clock is 300 s behind")
    }

    @Test func theTextIsAlignedAndHasTheFixes() {
        let text = HealthCheck.text([
            HealthCheck("key", .absent, "no key"),
            HealthCheck("disk", .fail, "full", fix: "du -x"),
        ])
        #expect(text == "-     key   no key\nfail  disk  full\n            → du -x")
    }

    // MARK: The command

    private func doctor(
        _ arguments: [String], _ folder: TemporaryFolder, _ environment: [String: String] = [:]
    ) throws -> (checks: [JSONValue], result: DailiesProcess.Result) {
        let result = try DailiesProcess(
            ["doctor", "--json"] + arguments, in: folder.path, environment: environment
        ).finish()
        let checks = try result.output.split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))
        }
        return (checks, result)
    }

    private func found(_ checks: [JSONValue], _ subject: String, _ part: String = "") -> JSONValue?
    {
        checks.first { $0["check"]?.text == subject && $0["found"]?.text?.contains(part) == true }
    }

    @Test func aKeyIsNeverShown() throws {
        let folder = try TemporaryFolder()
        let key = "secret-\(UUID().uuidString)"
        let (checks, result) = try doctor(
            [], folder,
            ["FAL_KEY": key, "KLING_ACCESS_KEY": key, "REPLICATE_API_TOKEN": "'\(key)'"])
        #expect(!result.output.contains(key) && !result.talk.contains(key))
        #expect(found(checks, "key", "fal, fal-sync: a key in FAL_KEY")?["result"] == "ok")
        #expect(
            found(checks, "key", "runflow, runflow-sync: no key in RUNFLOW_API_KEY")?["result"]
                == "absent")
        #expect(
            found(checks, "key", "kling-v1: KLING_ACCESS_KEY is set alone")?["result"] == "warn")
        #expect(found(checks, "key", "replicate: ")?["result"] == "warn")
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func whatCannotWorkFailsWithAFix() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file(".config/dailies"), withIntermediateDirectories: true)
        try folder.write(Data("{".utf8), as: ".config/dailies/settings.json")
        let server = try LoopbackServer { _ in LoopbackServer.Reply() }
        let (checks, result) = try doctor(
            ["--callback-listen", "\(server.port)"], folder,
            ["DAILIES_PRESETS": "/nowhere", "FAL_QUEUE_RUN_HOST": "http://example.org"])
        #expect(result.status == 1)
        #expect(
            try doctor(["no where"], folder).checks.contains {
                $0["result"] == "fail" && $0["check"] == "disk"
                    && $0["fix"]?.text == "mkdir -p '\(folder.path)/no where'"
            })
        for (subject, part) in [
            ("presets", "/nowhere"), ("settings", "isn't JSON"), ("key", "fal: FAL_QUEUE_RUN_HOST"),
            ("port", "for callbacks"),
        ] {
            let check = found(checks, subject, part)
            #expect(check?["result"] == "fail", "\(subject): \(result.output)")
            #expect(check?["fix"]?.text?.isEmpty == false)
        }
        #expect(found(checks, "port", "for rehearsals")?["result"] == "ok")
    }

    @Test func aProviderIsAskedWithoutItsKey() throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer { _ in LoopbackServer.Reply(status: 404) }
        let address = "http://127.0.0.1:\(server.port)"
        let environment = ["FAL_KEY": "secret-0123456789", "FAL_QUEUE_RUN_HOST": address]
        let (offline, _) = try doctor([], folder, environment)
        #expect(found(offline, "answer") == nil)
        #expect(server.requests.isEmpty)
        let (checks, _) = try doctor(["--online"], folder, environment)
        #expect(found(checks, "answer", address)?["result"] == "ok", "\(checks)")
        #expect(server.requests.count == 1)
        #expect(server.requests.allSatisfy { !"\($0)".contains("secret") })
    }
}
