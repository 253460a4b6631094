import DailiesJSON
import Foundation

/// The models that files describe, read for the stand-in alone.
struct ModelFiles: Sendable {
    private let models: [JSONValue]

    private static let schema = "dailies.model/3"

    /// Reads files; a later one counts before an earlier one.
    init(paths: [String]) {
        models = paths.reversed().compactMap { path in
            FileManager.default.contents(atPath: path).flatMap { try? JSONValue(parsing: $0) }
        }.filter { $0["schema"]?.text == Self.schema }
    }

    /// The endpoint with an address at a host; the first of its names that has it counts.
    func endpoint(_ address: String, at hosts: [String]) -> ModelEndpoint? {
        endpoints(address, at: hosts).first
    }

    /// All endpoints with an address at a host: tasks and tiers of a model may share one.
    func endpoints(_ address: String, at hosts: [String]) -> [ModelEndpoint] {
        models.flatMap { model in
            hosts.flatMap { host in
                ModelEndpoint.kinds.compactMap { kind in
                    guard let endpoint = model["hosts"]?[host]?[kind],
                        endpoint["address"]?.text == address
                    else { return nil }
                    return ModelEndpoint(model: model, host: host, kind: kind)
                }
            }
        }
    }

    /// The first parts of the addresses at a host.
    func owners(at hosts: [String]) -> Set<String> {
        let addresses = models.flatMap { model in
            hosts.flatMap { host in
                ModelEndpoint.kinds.compactMap { model["hosts"]?[host]?[$0]?["address"]?.text }
            }
        }
        return Set(addresses.compactMap { $0.split(separator: "/").first.map(String.init) })
    }
}
