import DailiesDisclosure

/// Reads the marks of a finished film back before it gets its name.
enum DisclosureProof {
    /// - Parameters:
    ///   - sourceType: what the film's XMP says; `nil` if nothing was written.
    ///   - isSigned: whether the film was signed, so that it must carry a manifest.
    /// - Throws: `AssemblyError.selfCheck` if a mark is missing.
    static func check(
        _ path: String, _ sourceType: DigitalSourceType?, isSigned: Bool
    ) throws {
        guard sourceType != nil || isSigned else { return }
        let marks = try DisclosureMarks(path: path)
        if let sourceType, marks.xmp.sourceTypes != [sourceType] {
            throw AssemblyError.selfCheck(
                expected: "XMP that says \(sourceType.term)", found: text(marks.xmp, "XMP"))
        }
        if isSigned, marks.c2pa.state != .present {
            throw AssemblyError.selfCheck(
                expected: "a C2PA manifest from the sign command",
                found: text(marks.c2pa, "C2PA manifest"))
        }
    }

    private static func text(_ mark: DisclosureMarks.Mark, _ name: String) -> String {
        switch mark.state {
        case .absent: "no \(name)"
        case .broken: "a broken \(name)"
        case .present:
            "\(name) that says \(mark.sourceTypes.map(\.term).joined(separator: ", "))"
        }
    }
}
