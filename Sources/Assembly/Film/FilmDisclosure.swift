import DailiesContainer
import DailiesDisclosure
import DailiesLanding
import Glibc

/// How a film says that it was made by AI models.
///
/// The mark is the property `DigitalSourceType` of the IPTC in the film's XMP.
public struct FilmDisclosure: Hashable, Sendable {
    /// When a film is marked.
    public enum Marking: Hashable, Sendable {
        /// Never.
        case never
        /// If one of its clips says that it is synthetic, in XMP or in a C2PA manifest.
        case ifClipsAreMarked
        /// Always: the caller knows that AI models made the clips.
        case always
    }

    /// When the film is marked.
    public var marking = Marking.ifClipsAreMarked
    /// Whether AI models made the clips that carry no mark.
    ///
    /// The signature of a film without a mark may say so too. With `always` they count as made by
    /// models anyway.
    public var clipsAreSynthetic = false
    /// The prompts to write into the film; empty to write none.
    public var prompts: [String] = []
    /// The creation time in the mark, in seconds since 1970; `nil` for that of the metadata.
    public var creationTime: Int?

    /// Makes the usual disclosure: films of marked clips are marked.
    public init(marking: Marking = .ifClipsAreMarked) { self.marking = marking }

    /// How a film came into being; `nil` if that isn't known.
    ///
    /// - Parameters:
    ///   - clips: what the clips' own marks say.
    ///   - hasBed: whether music or narration, which may be recorded, takes part.
    func origin(of clips: [DisclosureMarks], hasBed: Bool) -> DigitalSourceType? {
        let origins = clips.map(\.sourceTypes)
        let isMarked = origins.contains { $0.contains(where: \.isSynthetic) }
        let isDeclared = marking == .always || clipsAreSynthetic
        guard isDeclared || isMarked else { return nil }
        // A clip without a mark is AI-made if the caller says so, and filmed otherwise.
        let isAllSynthetic = origins.allSatisfy { types in
            types.isEmpty ? isDeclared : types == [.trainedAlgorithmicMedia]
        }
        return isAllSynthetic && !hasBed ? .trainedAlgorithmicMedia : .compositeSynthetic
    }
}

/// Puts a film's XMP into the space that is free between its index and its media, so that nothing
/// has to be moved.
enum FilmXMP {
    /// A film without enough free space.
    struct NoSpace: Error, CustomStringConvertible {
        let size: Int
        var description: String { "there is no space for its XMP (\(size) bytes)" }
    }

    /// - Parameter path: a film whose index is in front of its media.
    static func write(_ packet: XMPPacket, into path: String) throws {
        let file = try FileBytes.open(path)
        let boxes = TopLevelBoxes(file)
        let box = packet.box
        // What is left over becomes a box again, which has at least a header.
        guard
            let free = boxes.list.first(where: {
                $0.type == "free"
                    && ($0.size == Int64(box.count) || $0.size >= Int64(box.count + 8))
            }), let rest = UInt32(exactly: free.size - Int64(box.count))
        else { throw NoSpace(size: box.count) }
        let header = rest == 0 ? [] : rest.bigEndianBytes + Array("free".utf8)
        try write(box + header, at: free.offset, to: path)
    }

    private static func write(_ bytes: [UInt8], at offset: Int64, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw LandingError("open", path) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset) + off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw LandingError("write", path) }
            done += count
        }
    }
}
