/// What a path of eachlabs' API stands for.
enum EachlabsServerRoute: Hashable, Sendable {
    case create
    case prediction(id: String)
    case cancel(id: String)
    case executions
    case presign
    case deleteFile(id: String)
    case webhooks
    case webhook(id: String)

    /// Reads the parts of a path; `nil` for one the API doesn't have.
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

    /// What it belongs to where the model's page doesn't name it.
    var extraFeature: ExtraFeature? {
        switch self {
        case .create, .prediction: nil
        case .cancel: .cancellation
        case .executions: .lists
        case .presign, .deleteFile: .uploads
        case .webhooks, .webhook: .records
        }
    }

    /// The only method it takes besides `HEAD` for `GET`.
    var method: String {
        switch self {
        case .create, .cancel, .presign: "POST"
        case .prediction, .executions, .webhooks, .webhook: "GET"
        case .deleteFile: "DELETE"
        }
    }

    /// Where in an exchange it lies; `nil` for what no fault cares about.
    var point: FaultPoint? {
        switch self {
        case .create: .submit
        case .prediction, .executions: .status
        case .cancel: .cancel
        case .presign, .deleteFile: .upload
        case .webhooks, .webhook: nil
        }
    }

    /// The prediction it is about.
    var id: String? {
        switch self {
        case .prediction(let id), .cancel(let id), .webhook(let id): id
        default: nil
        }
    }
}
