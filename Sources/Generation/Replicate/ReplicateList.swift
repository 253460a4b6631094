import DailiesHTTP
import DailiesJSON
import Foundation

/// Reads the account's list of predictions around a time: a hundred on each page, newest first.
///
/// Source: Replicate's Python client, *predictions.list*: `created_after`, `created_before`, `next`.
struct ReplicateList {
    let api: ProviderAPI
    let base: String
    let errors: ReplicateErrors

    /// Seconds before a submit from which its prediction may be dated: clocks differ.
    static let before = 60.0
    /// Seconds after a submit up to which its prediction may be dated: the time limit of the submit,
    /// and a server that still works on it behind a gateway.
    static let after = 900.0
    /// The largest number of pages that are read: 10,000 predictions.
    private static let pageLimit = 100

    /// The predictions that were created around a submit, whole pages of them; every prediction if the time is `nil`.
    ///
    /// - Throws: `ProviderFailure.retryable` if a page is no list or the list doesn't end: a part of
    ///   the list proves nothing.
    func predictions(from submitted: Date?) async throws -> [JSONValue] {
        let first = submitted.map { $0 - Self.before } ?? .distantPast
        var list: [JSONValue] = []
        var visited: Set<String> = []
        var page =
            if let submitted {
                try await firstPage(first, submitted + Self.after)
            } else {
                try await get("\(base)/predictions")
            }
        while true {
            guard let results = page["results"]?.elements else {
                throw Self.unreadable("the response is not a list of predictions")
            }
            list += results
            guard let next = page["next"]?.text, !next.isEmpty else { return list }
            // A server that ignores the times lists everything, back to the first prediction.
            if !results.isEmpty, results.allSatisfy({ Self.isCreated($0, before: first) }) {
                return list
            }
            guard visited.insert(next).inserted, visited.count < Self.pageLimit else {
                throw Self.unreadable("the list of predictions doesn't end")
            }
            guard api.isTrusted(next) else {
                throw Self.unreadable("the list's next page is not at \(base)")
            }
            page = try await get(next)
        }
    }

    /// The first page between two times; the whole list's if the server refuses the parameters.
    private func firstPage(_ first: Date, _ last: Date) async throws -> JSONValue {
        let format = Date.ISO8601FormatStyle()
        let query = [("created_after", first), ("created_before", last)].map { name, date in
            "\(name)=\(percentEncoded(date.formatted(format)))"
        }.joined(separator: "&")
        let address = "\(base)/predictions"
        let response = try await api.request(.get, "\(address)?\(query)")
        if [400, 422].contains(response.status) { return try await get(address) }
        guard response.isSuccess else { throw errors.queryFailure(response) }
        return try api.json(response)
    }

    private func get(_ url: String) async throws -> JSONValue {
        let response = try await api.request(.get, url)
        guard response.isSuccess else { throw errors.queryFailure(response) }
        return try api.json(response)
    }

    private static func isCreated(_ json: JSONValue, before time: Date) -> Bool {
        ReplicateSearch.created(json).map { $0 < time } ?? false
    }

    private static func unreadable(_ reason: String) -> ProviderFailure {
        .retryable(reason: reason, after: nil)
    }
}
