import DailiesHTTPServer
import DailiesJSON
import Foundation

extension ReplicateServer {
    private static let pageSize = 100
    private static let parameters: Set = ["created_after", "created_before", "source", "cursor"]

    /// A page of the list of predictions, newest first.
    func list(_ request: ServerRequest) throws(ReplicateServerError) -> ServerResponse {
        let query = request.query
        if let other = query.keys.sorted().first(where: { !Self.parameters.contains($0) }) {
            throw .badQuery("The query parameter \(other) is unknown.")
        }
        if let source = query["source"], source != "web" {
            throw .badQuery("The only value of source is web.")
        }
        let after = try date("created_after", query)
        let before = try date("created_before", query)
        var runs = context.runs.list(Self.provider).filter { snapshot in
            let created = snapshot.run.createdAt
            return query["source"] == nil && (after.map { created >= $0 } ?? true)
                && (before.map { created < $0 } ?? true)
        }
        if let cursor = query["cursor"] {
            guard let index = runs.firstIndex(where: { $0.run.id == cursor }) else {
                throw .badQuery("The cursor is invalid.")
            }
            runs.removeSubrange(...index)
        }
        let page = runs.prefix(Self.pageSize)
        let next = runs.count > page.count ? page.last.map { self.next($0.run, request) } : nil
        return .json(
            200,
            [
                "previous": nil, "next": .optional(next),
                "results": .array(page.map { prediction($0, InjectedFaults()).json }),
            ])
    }

    private func next(_ run: Run, _ request: ServerRequest) -> String {
        let filters = ["created_after", "created_before"].compactMap { name in
            request.query[name].map { "&\(name)=\(Self.encoded($0))" }
        }
        return "\(request.baseURL)/v1/predictions?cursor=\(run.id)\(filters.joined())"
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private func date(
        _ name: String, _ query: [String: String]
    ) throws(ReplicateServerError) -> Date? {
        guard let text = query[name] else { return nil }
        let styles = [
            Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true),
        ]
        guard let date = styles.lazy.compactMap({ try? Date(text, strategy: $0) }).first else {
            throw .badQuery("\(name) is not a date-time in ISO 8601 format.")
        }
        return date
    }
}
