import DailiesDisclosure

// Checks of the marks that say how a file came into being: XMP and C2PA.
extension HeaderRules {
    /// Both marks; a broken one warns, because others can't read it either.
    func disclosure(_ measured: MediaMeasurement) -> [Check] {
        guard let marks = measured.disclosure else { return [] }
        return [
            disclosure(
                .xmpDisclosure, marks.xmp, "The file's XMP", "The file has no XMP about its origin."
            ),
            disclosure(
                .manifestDisclosure, marks.c2pa, "The file's C2PA manifest",
                "The file carries no C2PA manifest."),
        ]
    }

    private func disclosure(
        _ code: CheckCode, _ mark: DisclosureMarks.Mark, _ name: String, _ absence: String
    ) -> Check {
        let terms = mark.sourceTypes.map(\.term).joined(separator: ", ")
        let state = mark.state.rawValue
        switch mark.state {
        case .absent: return Check(code, .pass, measured: state, absence)
        case .present:
            return Check(
                code, .pass, measured: terms.isEmpty ? state : "\(state): \(terms)",
                terms.isEmpty
                    ? "\(name) says nothing about how it was made." : "\(name) says \(terms).")
        case .broken:
            return Check(
                code, .warn, expected: "a mark that can be read, or none", measured: state,
                "\(name) \(mark.fault ?? "can't be read"): other programs may miss the mark.")
        }
    }
}
