import DailiesPolicy

/// Makes policy documents in the form that MediaConch's editor writes.
enum PolicyXML {
    static func rule(
        _ field: String, _ condition: String, _ operand: String = "", track: String = "Video",
        more: String = ""
    ) -> String {
        let written = condition.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return """
            <rule name="a rule" value="\(field)" tracktype="\(track)" occurrence="*" \
            operator="\(written)" \(more)>\(operand)</rule>
            """
    }

    static func policy(
        _ type: String, _ members: [String], more: String = ""
    ) -> String {
        """
        <policy type="\(type)" name="of \(members.count)" \(more)>
          <description>What a delivery must be.</description>
          \(members.joined(separator: "\n  "))
        </policy>
        """
    }

    static func document(_ root: String) throws -> MediaConchPolicy {
        try MediaConchPolicy(xml: "<?xml version=\"1.0\"?>\n\(root)\n".utf8)
    }
}
