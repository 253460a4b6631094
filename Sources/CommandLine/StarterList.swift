import DailiesJSON

/// A shot list to start with, in each of the formats.
struct StarterList {
    let title: String
    /// The address of the schema of lists, for editors; `nil` if it isn't known.
    let schema: String?

    /// The list in the format of a file's extension; `nil` for others.
    func text(extension kind: String) -> String? {
        switch kind {
        case "json": json
        case "jsonl": jsonLines
        case "csv": table
        case "txt": prompts
        default: nil
        }
    }

    private var titleText: String {
        JSONValue.string(title == "-" ? "my-film" : title).line
    }

    private static let shots = [
        "Wide shot: fog lifts from a mountain lake at dawn, a red canoe drifts into the light",
        "Close up: a hand trails in the cold water, rings spread towards the camera",
        "Low angle: the canoe slides onto a pebble beach, boots step out, gulls call",
    ]

    var json: String {
        let schema = schema.map { "\n  \"$schema\": \(JSONValue.string($0).line)," } ?? ""
        return """
            {\(schema)
              "//": "A shot list for dailies. Members whose names begin with // are remarks.",
              "title": \(titleText),

              "// preset": "Looks and purposes, such as vertical or nightly: dailies presets explains them.",
              "preset": ["widescreen"],

              "// model": "What makes the shots, and who sells it: dailies models lists them with their prices.",
              "model": "kling-v3-pro",
              "provider": "runflow",

              "// defaults": "Fields of every shot that doesn't set them itself.",
              "defaults": {
                "duration": 5,
                "negative_prompt": "blur, distortion, text, watermark"
              },

              "// film": "The joined film: LUFS, how shots change (cut, dissolve:12), sound under it all.",
              "film": { "loudness": -14, "transition": "cut" },

              "// shots": "In film order. A shot longer than one run allows is bought in parts.",
              "shots": [
                {
                  "id": "010",
                  "scene": "The lake",
                  "prompt": "\(Self.shots[0])"
                },
                {
                  "// continue_from": "previous: starts with the last frame of the shot before it.",
                  "id": "020",
                  "note": "Remarks for people; nothing of it is sent",
                  "prompt": "\(Self.shots[1])",
                  "duration": 4,
                  "generate_audio": false
                },
                {
                  "// start_image_url": "A picture to start with: a file beside this list, or an https address.",
                  "id": "030",
                  "prompt": "\(Self.shots[2])"
                }
              ]
            }
            """
    }

    private var jsonLines: String {
        let remark = "The list itself, then a shot a line. Names that begin with // are remarks."
        let head = "{\"//\": \"\(remark)\", \"title\": \(titleText), \"preset\": \"widescreen\"}"
        let shots = Self.shots.enumerated().map { index, prompt in
            "{\"id\": \"0\(index + 1)0\", \"duration\": 5, \"prompt\": \"\(prompt)\"}"
        }
        return ([head] + shots).joined(separator: "\n")
    }

    /// With the line ends of RFC 4180.
    private var table: String {
        let notes = [
            "An empty cell takes the model's default", "Remarks for people; nothing of it is sent",
            "More columns: aspect_ratio, model, provider, negative_prompt, start_image_url",
        ]
        let rows = Self.shots.enumerated().map { index, prompt in
            let sound = index == 1 ? "false" : ""
            return "0\(index + 1)0,\"\(prompt)\",5,\(sound),\"\(notes[index])\""
        }
        return (["id,prompt,duration,generate_audio,note"] + rows).joined(separator: "\r\n")
    }

    private var prompts: String {
        """
        # A prompt a line, in film order; lines that begin with # are remarks.
        # Everything else is the model's default; presets change it: dailies plan FILE --preset vertical

        \(Self.shots.joined(separator: "\n"))
        """
    }
}
