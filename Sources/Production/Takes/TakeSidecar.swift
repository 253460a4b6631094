import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesVerification
import Foundation

/// The file beside a take: everything that is needed to understand the take, and to rebuild a lost
/// ledger.
struct TakeSidecar: Sendable, Hashable {
    static let schema = "dailies.take/1"

    /// The run and its file.
    let take: RecoveredTake
    /// Whether it was rehearsed or bought; `nil` if an earlier version wrote the sidecar.
    let kind: ProductionKind?
    /// Whether a person chose the take for the film.
    let isCircled: Bool

    /// The sidecar of a verified take.
    ///
    /// - Parameters:
    ///   - cost: what the run cost; `nil` if the provider didn't report that.
    ///   - isCircled: whether a person chose the take for the film.
    static func json(
        _ take: TakeRecord, _ verification: Verification, cost: Money?, kind: ProductionKind,
        isCircled: Bool
    ) -> JSONValue {
        let run = take.run
        return [
            "schema": .string(schema),
            "take": .string(run.takeName),
            "shot": .string(run.shot),
            "part": .optional(run.part),
            "number": .integer(run.take),
            "kind": .string(kind.rawValue),
            "circled": .bool(isCircled),
            "file": .string(take.file),
            "bytes": .integer(Int(take.bytes)),
            "sha256": .string(take.sha256),
            "provider": .string(run.provider),
            "instance": .string(run.instance),
            "endpoint": .string(run.endpoint),
            "model": .string(run.model),
            "run": .optional(run.remoteID),
            "client_ref": .string(run.clientReference),
            "submitted": .integer(Int(run.intendedAt)),
            "quote": .string(run.quote.decimal),
            "cost": .optional(cost?.decimal),
            "digest": .string(run.digest),
            "request": run.request?.json ?? .null,
            "delivery": run.delivery.json,
            "measurement": verification.measurement.map { JSONValue(encoding: $0) } ?? .null,
            "verification": JSONValue(encoding: verification),
        ]
    }

    /// Writes a person's choice to the sidecars of all takes of the shot or part.
    ///
    /// Blocks. A sidecar that can't be read is left as it is.
    static func markCircled(_ circled: TakeRecord, in folder: ProductionFolder) throws {
        for name in folder.sidecarNames where name.hasPrefix("\(circled.run.name)-t") {
            let path = folder.place(folder.sidecarFile(name))
            guard let bytes = FileManager.default.contents(atPath: path),
                case .object(var members)? = try? JSONValue(parsing: bytes)
            else { continue }
            members["circled"] = .bool(name == circled.run.takeName)
            try Landing.write(JSONValue.object(members).fileBytes, as: path)
        }
    }

    /// Reads a sidecar, also that of an earlier version; `nil` if it is none.
    init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema, let name = json["take"]?.text,
            let file = json["file"]?.text, let sha256 = json["sha256"]?.text,
            let bytes = json["bytes"]?.integer, let digest = json["digest"]?.text,
            let request = json["request"], let provider = json["provider"]?.text
        else { return nil }
        // Earlier sidecars have no shot: the name is that of shot and part together.
        let parts = name.split(separator: "-")
        let written = parts.last?.hasPrefix("t") == true ? Int(parts.last?.dropFirst() ?? "") : nil
        guard let number = json["number"]?.integer ?? written, number > 0 else { return nil }
        let shot = json["shot"]?.text ?? String(name.dropLast("-t\(number)".count))
        guard !shot.isEmpty else { return nil }
        let verification = json["verification"]
        isCircled = json["circled"]?.bool ?? false
        kind = json["kind"]?.text.flatMap(ProductionKind.init(rawValue:))
        take = RecoveredTake(
            shot: shot, part: json["part"]?.text, take: number, provider: provider,
            instance: json["instance"]?.text ?? "", endpoint: json["endpoint"]?.text ?? "",
            model: json["model"]?.text ?? "", digest: digest, request: request,
            clientReference: json["client_ref"]?.text ?? "recovered-\(name)-\(sha256.prefix(12))",
            remoteID: json["run"]?.text,
            quote: json["quote"]?.text.flatMap { Money(decimal: $0) } ?? .zero,
            cost: json["cost"]?.text.flatMap { Money(decimal: $0) },
            intendedAt: json["submitted"]?.integer.map(Int64.init) ?? 0, file: file,
            bytes: Int64(bytes), sha256: sha256, delivery: json["delivery"],
            verdict: verification?["verdict"]?.text, verification: verification,
            measurement: json["measurement"])
    }
}
