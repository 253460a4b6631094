package import DailiesContainer

/// The marks in an MP4 or QuickTime file that say how it came into being.
public struct DisclosureMarks: Hashable, Sendable, Codable {
    /// The property `DigitalSourceType` in the file's XMP.
    public let xmp: Mark
    /// The C2PA manifest; neither its signature nor its digests are checked.
    public let c2pa: Mark

    /// One kind of mark.
    public struct Mark: Hashable, Sendable, Codable {
        /// Whether the mark is there.
        public enum State: String, Hashable, Sendable, Codable {
            /// It is there and can be read.
            case present
            /// There is none.
            case absent
            /// Its place is there, but what is in it can't be read.
            case broken
        }

        /// Whether the mark is there.
        public let state: State
        /// What it says about the file's origin, sorted; empty if it says nothing.
        public let sourceTypes: [DigitalSourceType]
        /// What is wrong with a broken mark, as a clause whose subject "it" is the mark.
        public let fault: String?

        static let absent = Mark(state: .absent, sourceTypes: [], fault: nil)

        static func present(_ types: some Sequence<DigitalSourceType>) -> Mark {
            Mark(
                state: .present, sourceTypes: types.sorted { $0.term < $1.term }, fault: nil)
        }

        static func broken(_ fault: String) -> Mark {
            Mark(state: .broken, sourceTypes: [], fault: fault)
        }
    }

    /// What the marks say about the file's origin; XMP decides if it says something.
    public var sourceTypes: [DigitalSourceType] {
        xmp.sourceTypes.isEmpty ? c2pa.sourceTypes : xmp.sourceTypes
    }

    /// Reads the marks of a file.
    package init(_ file: FileBytes, _ boxes: TopLevelBoxes) {
        let marked = UserBox.find(in: file, boxes)
        xmp = XMPMark.read(marked.filter { $0.kind == .xmp }, file)
        c2pa = C2PAMark.read(marked.filter { $0.kind == .c2pa }, file)
    }

    /// Reads the marks of the file at a path.
    ///
    /// - Throws: `UnreadableFile`.
    package init(path: String) throws(UnreadableFile) {
        let file = try FileBytes.open(path)
        self.init(file, TopLevelBoxes(file))
    }
}
