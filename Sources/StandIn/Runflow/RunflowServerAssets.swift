import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// The server side of Runflow's asset uploads, in three steps: create, `PUT`, confirm.
final class RunflowServerAssets: Sendable {
    private let uploads: UploadStore
    private let assets = Mutex<[String: Asset]>([:])

    private struct Asset {
        let path: String
        let filename: String
        let mimeType: String
        var isConfirmed = false
    }

    private static let scheme = "runflow://assets/"
    private static let largestFile = 50 << 20

    init(uploads: UploadStore) { self.uploads = uploads }

    /// Creates an asset for `{filename, mime_type, size_bytes}`.
    func create(_ body: JSONValue, baseURL: String) throws(RunflowServerError) -> ServerResponse {
        var problems: [FieldProblem] = []
        for field in ["filename", "mime_type"] where body[field]?.text == nil {
            problems.append(FieldProblem(field: field, message: "must be a string"))
        }
        if !(1...Self.largestFile ~= body["size_bytes"]?.integer ?? 0) {
            problems.append(
                FieldProblem(field: "size_bytes", message: "must be a number from 1 to 50 MB"))
        }
        guard problems.isEmpty, let filename = body["filename"]?.text,
            let mimeType = body["mime_type"]?.text
        else { throw .invalid(problems) }
        let id = RunID.make(at: Date())
        let path = uploads.reserve(
            name: filename, contentType: mimeType,
            UploadStore.Requirements(
                requiredHeaders: ["Content-Type": mimeType], allowsAuthorization: false))
        assets.withLock {
            $0[id] = Asset(path: path, filename: filename, mimeType: mimeType)
        }
        return .json(
            201, ["asset_id": .string(id), "upload_url": .string(baseURL + path)])
    }

    /// Confirms an asset, if its bytes have arrived.
    func confirm(_ id: String, baseURL: String) throws(RunflowServerError) -> ServerResponse {
        guard let asset = assets.withLock({ $0[id] }) else { throw .noSuchAsset }
        guard uploads.bytes(at: asset.path) != nil else { throw .nothingUploaded }
        assets.withLock { $0[id]?.isConfirmed = true }
        return try show(id, baseURL: baseURL)
    }

    /// The asset object with its link.
    func show(_ id: String, baseURL: String) throws(RunflowServerError) -> ServerResponse {
        guard let asset = assets.withLock({ $0[id] }), asset.isConfirmed else {
            throw .noSuchAsset
        }
        return .json(
            200,
            [
                "id": .string(id), "url": .string(baseURL + asset.path),
                "filename": .string(asset.filename), "mime_type": .string(asset.mimeType),
                "folder_id": nil,
            ])
    }

    /// The path of the upload for an address `runflow://assets/{id}`; `nil` for any other address.
    func path(of address: String) -> String? {
        guard address.hasPrefix(Self.scheme) else { return nil }
        let asset = assets.withLock { $0[String(address.dropFirst(Self.scheme.count))] }
        // An unconfirmed or unknown asset gets a path at which no upload is.
        return asset.map { $0.isConfirmed ? $0.path : "" } ?? ""
    }
}
