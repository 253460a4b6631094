/// A path of eachlabs' API.
enum EachlabsServerRoute: Hashable, Sendable {
    case create
    case prediction(id: String)
    case cancel(id: String)
    case executions
    case presign
    case deleteFile(id: String)
    case webhooks
    case webhook(id: String)

    /// Parses the segments of a path; `nil` if the API doesn't have it.
    init?(_ segments: [String]) {
        guard segments.first == "v1" else { return nil }
        let rest = Array(segments.dropFirst())
        switch (rest.first, rest.count) {
        case ("prediction", 1): self = .create
        case ("prediction", 2): self = .prediction(id: rest[1])
        case ("prediction", 3) where rest[2] == "cancel": self = .cancel(id: rest[1])
        case ("executions", 1): self = .executions
        case ("upload", 2) where rest[1] == "presign": self = .presign
        case ("files", 2): self = .deleteFile(id: rest[1])
        case ("webhooks", 1): self = .webhooks
        case ("webhooks", 2): self = .webhook(id: rest[1])
        default: return nil
        }
    }

    /// The feature that the path belongs to; `nil` if the model's page documents the path.
    var extraFeature: ExtraFeature? {
        switch self {
        case .create, .prediction: nil
        case .cancel: .cancellation
        case .executions: .lists
        case .presign, .deleteFile: .uploads
        case .webhooks, .webhook: .records
        }
    }

    /// The only allowed method; `GET` also allows `HEAD`.
    var method: String {
        switch self {
        case .create, .cancel, .presign: "POST"
        case .prediction, .executions, .webhooks, .webhook: "GET"
        case .deleteFile: "DELETE"
        }
    }

    /// The fault point of a request to this path; `nil` if no fault can apply.
    var point: FaultPoint? {
        switch self {
        case .create: .submit
        case .prediction, .executions: .status
        case .cancel: .cancel
        case .presign, .deleteFile: .upload
        case .webhooks, .webhook: nil
        }
    }

    /// The id of the prediction in the path.
    var id: String? {
        switch self {
        case .prediction(let id), .cancel(let id), .webhook(let id): id
        default: nil
        }
    }
}
