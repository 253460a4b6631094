package import Foundation

extension TemporaryFolder {
    /// Writes a clip with changed properties into the folder and returns its path.
    package func forge(
        _ name: String = "clip.mp4", _ change: (inout ClipForge) -> Void = { _ in }
    ) throws -> String {
        var forge = ClipForge()
        change(&forge)
        try forge.write(to: file(name))
        return file(name)
    }
}

extension ClipForge {
    /// The bytes of the clip.
    package func film() throws -> Data {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        try write(to: folder.file("clip.mp4"))
        return try Data(contentsOf: URL(fileURLWithPath: folder.file("clip.mp4")))
    }
}
