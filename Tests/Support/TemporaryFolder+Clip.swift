extension TemporaryFolder {
    /// Forges a clip into the folder, changed as a test wants it, and returns its path.
    package func forge(
        _ name: String = "clip.mp4", _ change: (inout ClipForge) -> Void = { _ in }
    ) throws -> String {
        var forge = ClipForge()
        change(&forge)
        try forge.write(to: file(name))
        return file(name)
    }
}
