import DailiesContainer

/// A timeline with its media in one file (`.otioz`), which DaVinci Resolve and OpenTimelineIO open.
///
/// Source: OpenTimelineIO's file bundles, version 1.0.0: a ZIP archive with `version.txt`,
/// `content.otio` and a flat folder `media`. Nothing is compressed, because video isn't compressible
/// and programs read it in place. The files of all takes are in it, those that aren't in the film too;
/// files of the same name in different folders get a number.
public struct OpenTimelineBundle: Sendable {
    /// A file in the archive.
    public struct Entry: Hashable, Sendable {
        /// Its path in the archive.
        public let name: String
        /// What it contains.
        public let content: Content

        /// Where the content comes from.
        public enum Content: Hashable, Sendable {
            /// The bytes themselves.
            case bytes([UInt8])
            /// A file on this machine, which is read while the archive is written.
            case file(path: String)
        }
    }

    /// The version of the OTIOZ format, which is the content of `version.txt`.
    static let version = "1.0.0"

    /// Everything in the archive, in order.
    public let entries: [Entry]

    /// Makes the list of what is in the archive; no file is read.
    ///
    /// - Parameter timeline: with absolute paths.
    public init(_ timeline: FilmTimeline) {
        let media = timeline.clips.flatMap { clip in
            [clip.media].compactMap(\.self) + clip.otherMedia
        }
        var names: [PathIdentity: String] = [:]
        var used: Set<String> = []
        var files: [Entry] = []
        for file in media where names[file.identity] == nil {
            let name = Self.free(Self.portable(file.fileName), used)
            used.insert(name.lowercased())
            names[file.identity] = name
            files.append(Entry(name: "media/\(name)", content: .file(path: file.path)))
        }
        let moved = timeline.mapMedia { file in
            var copy = file
            copy.path = "media/\(names[file.identity] ?? file.fileName)"
            return copy
        }
        entries =
            [
                Entry(name: "version.txt", content: .bytes(Array(Self.version.utf8))),
                Entry(name: "content.otio", content: .bytes(Array(OpenTimeline.text(moved).utf8))),
            ] + files
    }

    /// A file name without characters that can't be in an archive's, and without percent signs, because
    /// OpenTimelineIO decodes addresses twice.
    private static func portable(_ name: String) -> String {
        var portable = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            let isKept =
                scalar.properties.generalCategory != .control && FileName.byte(scalar) == nil
                && scalar != "\\" && scalar != "%"
            portable.append(isKept ? scalar : "_")
        }
        return String(portable)
    }

    /// The name, or the same with the first number before its extension that makes it a new one, also
    /// where capital letters don't count.
    private static func free(_ name: String, _ used: Set<String>) -> String {
        var candidate = name
        var number = 2
        while used.contains(candidate.lowercased()) {
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            candidate = "\(name[..<dot])-\(number)\(name[dot...])"
            number += 1
        }
        return candidate
    }
}

extension FilmTimeline {
    /// The same timeline with other files.
    func mapMedia(_ transform: (TimelineMedia) -> TimelineMedia) -> FilmTimeline {
        var copy = self
        copy.clips = clips.map { clip in
            var clip = clip
            switch clip.content {
            case .media(let media, let others):
                clip.content = .media(transform(media), others: others.map(transform))
            case .gap(let name, let others):
                clip.content = .gap(name: name, others: others.map(transform))
            }
            return clip
        }
        return copy
    }
}
