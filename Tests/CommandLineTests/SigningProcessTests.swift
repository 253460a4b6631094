import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// `--sign-command` with C2PA's own library, and what becomes of manifests.
@Suite(
    .enabled(
        if: ExternalProgram.signingPython != nil
            && ExternalProgram.areInstalled(ExternalProgram.openssl)))
struct SigningProcessTests {
    let folder: TemporaryFolder
    private let environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        for number in 1...2 {
            _ = try folder.forge("\(number).mp4") {
                $0.id = number
                $0.grain = 15
            }
        }
        // A signer's certificate, which C2PA wants to be issued by another one.
        let script = """
            set -e
            openssl ecparam -name prime256v1 -genkey -noout -out ca.key
            openssl req -x509 -new -key ca.key -sha256 -days 30 -subj '/O=Test/CN=Test CA' \
              -out ca.pem -addext basicConstraints=critical,CA:TRUE \
              -addext keyUsage=critical,keyCertSign
            openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out key.pem
            openssl req -new -key key.pem -subj '/O=Test/CN=Signer' -out leaf.csr
            printf '%s\\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
              extendedKeyUsage=emailProtection subjectKeyIdentifier=hash \
              authorityKeyIdentifier=keyid > leaf.ext
            openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 \
              -sha256 -extfile leaf.ext -out leaf.pem
            cat leaf.pem ca.pem > chain.pem
            """
        let made = try ExternalProgram.run(ExternalProgram.shell, ["-c", script], in: folder)
        try #require(made.status == 0, "\(made.errorOutput)")
        environment = [
            "SIGN_CERTIFICATE": folder.file("chain.pem"), "SIGN_KEY": folder.file("key.pem"),
            "PYTHON": try #require(ExternalProgram.signingPython),
            "SAMPLE": Checkout.path("samples/sign-film"),
        ]
    }

    private func assemble(_ arguments: [String]) throws -> (
        status: Int32, output: String, talk: String
    ) {
        let result = try DailiesProcess(
            ["assemble"] + arguments, in: folder.path, environment: environment
        ).finish()
        return (result.status, result.output, result.talk)
    }

    /// What C2PA's library reads of a file: its state, the ingredients, and their manifests.
    private func validate(_ file: String) throws -> JSONValue {
        let script = """
            import c2pa, json, sys
            reader = c2pa.Reader("video/mp4", open(sys.argv[1], "rb"))
            store = json.loads(reader.json())
            active = store["manifests"][store["active_manifest"]]
            print(json.dumps({
                "state": str(reader.get_validation_state()),
                "ingredients": [[i["title"], i["relationship"], "active_manifest" in i]
                                for i in active["ingredients"]],
                "failures": [f["code"] for f in
                             store["validation_results"]["activeManifest"]["failure"]]}))
            """
        let python = try #require(ExternalProgram.signingPython)
        let result = try ExternalProgram.run(python, ["-c", script, folder.file(file)])
        try #require(result.status == 0, "\(result.errorOutput)")
        return try JSONValue(parsing: Data(result.output.utf8))
    }

    @Test func aSignedFilmIsValidAndAJoinThatDropsItsManifestSaysSo() throws {
        let sign = "\"$PYTHON\" \"$SAMPLE\""
        let signed = try assemble(
            ["1.mp4", "-o", "take.mp4", "--disclosure", "--sign-command", sign])
        #expect(signed.status == 0, "\(signed.talk)")
        let take = try validate("take.mp4")
        #expect(take["state"] == "Valid")
        // The certificate is known to nobody.
        #expect(take["failures"] == ["signingCredential.untrusted"])
        #expect(take["ingredients"] == [["1.mp4", "componentOf", false]])
        let measured = try DailiesProcess(["probe", "--json", "take.mp4"], in: folder.path).finish()
        let marks = try JSONValue(parsing: Data(measured.output.utf8))["disclosure"]
        #expect(marks?["c2pa"]?["state"] == "present")
        #expect(marks?["c2pa"]?["sourceTypes"] == ["trainedAlgorithmicMedia"])
        #expect(marks?["xmp"]?["sourceTypes"] == ["trainedAlgorithmicMedia"])

        let joined = try assemble(["take.mp4", "2.mp4", "-o", "film.mp4"])
        #expect(joined.status == 0, "\(joined.talk)")
        #expect(joined.output.contains("a clip carries a C2PA manifest"))
        let again = try assemble(
            ["take.mp4", "2.mp4", "-o", "signed.mp4", "--json", "--sign-command", sign])
        #expect(again.status == 0, "\(again.talk)")
        let summary = try JSONValue(parsing: Data(again.output.utf8))["disclosure"]
        #expect(summary?["droppedManifests"] == [])
        let film = try validate("signed.mp4")
        #expect(film["state"] == "Valid")
        #expect(
            film["ingredients"]
                == [["take.mp4", "componentOf", true], ["2.mp4", "componentOf", false]])
        // A changed byte of the media breaks the manifest, so it is about this film.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("signed.mp4")))
        bytes[bytes.count - 100] ^= 1
        try folder.write(bytes, as: "damaged.mp4")
        #expect(try validate("damaged.mp4")["state"] == "Invalid")
    }

    /// The manifest claims a model's work only where that is known, with or without the mark in XMP.
    @Test func theSignatureClaimsWhatIsKnown() throws {
        let sign = "\"$PYTHON\" \"$SAMPLE\""
        func origins(_ file: String) throws -> [JSONValue] {
            let measured = try DailiesProcess(["probe", "--json", file], in: folder.path).finish()
            let marks = try JSONValue(parsing: Data(measured.output.utf8))["disclosure"]
            #expect(marks?["c2pa"]?["state"] == "present")
            return marks?["c2pa"]?["sourceTypes"]?.elements ?? []
        }
        let made = try assemble(["1.mp4", "-o", "take.mp4", "--disclosure"])
        #expect(made.status == 0, "\(made.talk)")
        let cases: [(arguments: [String], origin: String?)] = [
            (["2.mp4"], nil), (["2.mp4", "--no-disclosure", "--music", "1.mp4"], nil),
            (["take.mp4", "--no-disclosure"], "trainedAlgorithmicMedia"),
            (["take.mp4", "2.mp4", "--no-disclosure"], "compositeSynthetic"),
        ]
        for (number, (arguments, origin)) in cases.enumerated() {
            let film = "film-\(number).mp4"
            let result = try assemble(arguments + ["-o", film, "--sign-command", sign])
            #expect(result.status == 0, "\(result.talk)")
            #expect(try origins(film) == [origin].compactMap { $0.map(JSONValue.string) })
            #expect(try validate(film)["state"] == "Valid")
        }
    }

    /// C2PA's library adds an update in a box of its own.
    @Test func anUpdatedManifestIsPresent() throws {
        let signed = try assemble(
            [
                "1.mp4", "-o", "take.mp4", "--disclosure", "--sign-command",
                "\"$PYTHON\" \"$SAMPLE\"",
            ])
        #expect(signed.status == 0, "\(signed.talk)")
        let script = """
            import c2pa, os, sys
            read = lambda name: open(os.environ[name], "rb").read()
            signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(
                "es256", read("SIGN_CERTIFICATE"), read("SIGN_KEY"), None))
            builder = c2pa.Builder({"claim_generator_info": [{"name": "test"}]})
            builder.set_intent(c2pa.C2paBuilderIntent.UPDATE)
            with open(sys.argv[1], "rb") as source, open(sys.argv[2], "w+b") as target:
                builder.sign(signer, "video/mp4", source, target)
            """
        let python = try #require(ExternalProgram.signingPython)
        let updated = try ExternalProgram.run(
            python, ["-c", script, folder.file("take.mp4"), folder.file("updated.mp4")],
            environment: environment)
        try #require(updated.status == 0, "\(updated.errorOutput)")
        let measured = try DailiesProcess(
            ["probe", "--json", "updated.mp4"], in: folder.path
        ).finish()
        let mark = try JSONValue(parsing: Data(measured.output.utf8))["disclosure"]?["c2pa"]
        #expect(mark?["state"] == "present")
        #expect(mark?["sourceTypes"] == ["trainedAlgorithmicMedia"])
    }

    /// A clip whose manifest can't be read, and a kind of file that C2PA doesn't know.
    @Test func whatC2PACantReadIsAnIngredientWithoutManifest() throws {
        let signed = try assemble(
            [
                "1.mp4", "-o", "take.mp4", "--disclosure", "--sign-command",
                "\"$PYTHON\" \"$SAMPLE\"",
            ])
        #expect(signed.status == 0, "\(signed.talk)")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("take.mp4")))
        // The size of the manifest store.
        let store = try #require(bytes.range(of: Data("jumb".utf8)))
        bytes.replaceSubrange(store.lowerBound - 4..<store.lowerBound, with: [0, 0, 0, 9])
        try folder.write(bytes, as: "broken.mp4")
        try folder.write(
            Data([0x1A, 0x45, 0xDF, 0xA3] + Array(repeating: 0, count: 99)), as: "a.mkv")
        let request: JSONValue = [
            "film": .string(folder.file("2.mp4")), "title": .null, "digitalSourceType": .null,
            "clips": .array(
                ["1.mp4", "broken.mp4", "a.mkv"].map { .string(folder.file($0)) }),
        ]
        try folder.write(request.canonicalBytes, as: "request.json")
        let result = try ExternalProgram.run(
            ExternalProgram.shell,
            ["-c", "exec \"$PYTHON\" \"$SAMPLE\" < '\(folder.file("request.json"))'"],
            environment: environment)
        #expect(result.status == 0, "\(result.errorOutput)")
        #expect(result.errorOutput.contains("broken.mp4: signed without"))
        let film = try validate("2.mp4")
        #expect(film["state"] == "Valid")
        let names = (film["ingredients"]?.elements ?? []).compactMap { $0.elements?.first?.text }
        #expect(names.sorted() == ["1.mp4", "a.mkv", "broken.mp4"])
        #expect((film["ingredients"]?.elements ?? []).allSatisfy { $0.elements?.last == false })
    }

    @Test func aCommandThatFailsLeavesNoFilm() throws {
        for (command, message) in [("exit 3", "status 3"), ("true", "C2PA manifest")] {
            let result = try assemble(["1.mp4", "-o", "film.mp4", "--sign-command", command])
            #expect(result.status == 1)
            #expect(result.talk.contains(message), "\(result.talk)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains("film") })
    }
}
