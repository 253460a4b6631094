import DailiesHTTPServer

/// A path of Replicate's API.
enum ReplicateServerRoute: Hashable, Sendable {
    /// `POST` for a model's newest version.
    case createOfModel(name: String)
    /// `POST` creates a prediction of a version, `GET` lists all.
    case predictions
    case prediction(id: String)
    case cancel(id: String)
    case files
    case file(id: String)
    case webhookSecret

    /// Parses the path of a request; `nil` if the API doesn't have it.
    init?(_ request: ServerRequest) {
        let segments = request.segments
        guard segments.first == "v1" else { return nil }
        let rest = Array(segments.dropFirst())
        switch (rest.first, rest.count) {
        case ("models", 4) where rest[3] == "predictions":
            self = .createOfModel(name: "\(rest[1])/\(rest[2])")
        case ("predictions", 1): self = .predictions
        case ("predictions", 2): self = .prediction(id: rest[1])
        case ("predictions", 3) where rest[2] == "cancel": self = .cancel(id: rest[1])
        case ("files", 1): self = .files
        // eachlabs deletes files at the same path.
        case ("files", 2) where request.isRead: self = .file(id: rest[1])
        case ("webhooks", 3) where rest[1] == "default" && rest[2] == "secret":
            self = .webhookSecret
        default: return nil
        }
    }

    /// The feature that a request belongs to; `nil` if the model's page documents it.
    func extraFeature(_ method: String) -> ExtraFeature? {
        switch self {
        case .createOfModel, .prediction, .webhookSecret: nil
        case .predictions: method == "POST" ? nil : .lists
        case .cancel: .cancellation
        case .files, .file: .uploads
        }
    }

    /// The allowed methods; `GET` also allows `HEAD`.
    var methods: Set<String> {
        switch self {
        case .createOfModel, .cancel, .files: ["POST"]
        case .predictions: ["POST", "GET"]
        case .prediction, .file, .webhookSecret: ["GET"]
        }
    }

    /// The fault point of a request to this path; `nil` if no fault can apply.
    func point(_ method: String) -> FaultPoint? {
        switch self {
        case .createOfModel: .submit
        case .predictions: method == "POST" ? .submit : .status
        case .prediction: .status
        case .cancel: .cancel
        case .files, .file: .upload
        case .webhookSecret: nil
        }
    }

    /// The id of the prediction in the path.
    var id: String? {
        switch self {
        case .prediction(let id), .cancel(let id): id
        default: nil
        }
    }
}
