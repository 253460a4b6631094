import DailiesAssembly
import DailiesTestSupport
import Foundation
import Testing

/// Encrypted clips are refused, also where only one track or one box shows the encryption.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct EncryptedClipTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func encrypted(_ movflags: String = "") throws -> Data {
        let source = try folder.forge("source.mp4")
        let path = folder.file("encrypted.mp4")
        try FFmpegProgram.convert(
            source, to: path,
            [
                "-c", "copy", "-encryption_scheme", "cenc-aes-ctr",
                "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb",
                "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8",
            ] + (movflags.isEmpty ? [] : ["-movflags", movflags]))
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    private func expectRefusal(_ film: Data) throws {
        let clip = try folder.write(film, as: "2.mp4")
        let error = #expect(throws: AssemblyError.self) {
            let plan = try Assembler().plan([try folder.forge("1.mp4"), clip])
            try Assembler().perform(plan, to: folder.file("film.mp4"))
        }
        #expect(error == .unusableClip(path: clip, reason: "it is encrypted"))
    }

    /// Replaces the type of boxes and sample entries.
    private func renamed(_ types: [String: String], in film: Data) -> Data {
        var film = film
        for (old, new) in types {
            while let place = film.range(of: Data(old.utf8)) {
                film.replaceSubrange(place, with: Data(new.utf8))
            }
        }
        return film
    }

    @Test(arguments: ["", "frag_keyframe+empty_moov"])
    func anEncryptedClipIsRefused(_ movflags: String) throws {
        try expectRefusal(encrypted(movflags))
    }

    @Test func encryptedSoundIsRefused() throws {
        // Everything that shows the encryption of the picture is hidden.
        var film = try encrypted()
        let picture = try #require(NestedBoxes(film).all("trak").first).range
        film.replaceSubrange(
            picture,
            with: renamed(
                ["encv": "avc1", "sinf": "free", "senc": "free"],
                in: film.subdata(in: picture)))
        try expectRefusal(film)
    }

    /// One sign is enough: the others are hidden.
    @Test(arguments: ["sinf", "senc"])
    func everySignOfEncryptionIsEnough(_ sign: String) throws {
        var hidden = ["encv": "avc1", "enca": "mp4a"]
        hidden[sign == "sinf" ? "senc" : "sinf"] = "free"
        try expectRefusal(renamed(hidden, in: encrypted()))
    }
}
