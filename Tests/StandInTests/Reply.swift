import DailiesJSON
import Foundation

/// A response of the stand-in.
struct Reply: Sendable {
    let status: Int
    /// The header fields by lower-case name.
    let headers: [String: String]
    let body: Data

    /// The body, decoded from JSON.
    func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: body)
    }

    /// The body as JSON; `null` if it isn't JSON.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
