package import DailiesDisclosure
import DailiesJSON

extension DailiesReport.FilmEntry {
    /// What an uploader has to know about the film's origin.
    package struct Disclosure: Sendable, Hashable {
        /// The marks in the film's file.
        package var marks: DisclosureMarks
        /// The display names of the models that made the takes, each once, in film order.
        package var models: [String]
        /// The text of the visible label in the film's first seconds; `nil` if there is none.
        package var label: String?
        /// The takes whose files carry a C2PA manifest, broken ones too.
        package var takesWithManifest: [String]

        package init(
            marks: DisclosureMarks, models: [String], label: String?, takesWithManifest: [String]
        ) {
            self.marks = marks
            self.models = models
            self.label = label
            self.takesWithManifest = takesWithManifest
        }

        /// The takes whose manifests the join left behind, because the film carries none.
        var droppedManifests: [String] { marks.c2pa.state == .present ? [] : takesWithManifest }

        /// Says that manifests were left behind; `nil` if none were.
        package var warning: String? {
            guard !droppedManifests.isEmpty else { return nil }
            return "the film carries no C2PA manifest, but "
                + (droppedManifests.count == 1 ? "this take does: " : "these takes do: ")
                + droppedManifests.joined(separator: ", ")
                + "; --sign-command can sign it with them as ingredients"
        }

        /// The object `disclosure` of `report.json`.
        var json: JSONValue {
            [
                // What YouTube asks at the upload (status.containsSyntheticMedia).
                "containsSyntheticMedia": true,
                "digitalSourceType": .optional(marks.xmp.sourceTypes.first?.uri),
                "xmp": .string(marks.xmp.state.rawValue),
                "c2pa": .string(marks.c2pa.state.rawValue),
                "label": .optional(label),
                "models": .array(models.map(JSONValue.string)),
                "takesWithManifest": .array(takesWithManifest.map(JSONValue.string)),
                "droppedManifests": .array(droppedManifests.map(JSONValue.string)),
            ]
        }
    }
}
