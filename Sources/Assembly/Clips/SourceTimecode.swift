import DailiesMedia

/// The timecode that a file was recorded with, which editing programs show and find it by.
package enum SourceTimecode {
    /// The timecode of the first picture, such as `10:00:00:00`; `nil` if the file has none.
    ///
    /// Blocks while it reads the index.
    package static func text(of path: String) -> String? {
        guard let demuxer = try? Demuxer.open(path, .clips) else { return nil }
        return demuxer.streams.first { $0.kind == .video }?.timecode
    }
}
