/// A path of one of fal's hosts; this server takes the place of all of them.
enum FalServerRoute: Hashable, Sendable {
    case submit(model: String)
    /// The synchronous host, which responds when the clip is finished.
    case run(model: String)
    case status(id: String)
    case stream(id: String)
    case result(id: String)
    case cancel(id: String)
    /// `requests` in the wrong place, such as below a whole model name: answered with 405.
    case invalidPath
    case keys
    case token
    case upload
    case beginMultipart
    case initiate

    static let syncRoot = "fal-run"

    /// Parses the segments of a path; `nil` if fal doesn't have it.
    ///
    /// - Parameter owners: the owners of models.
    init?(_ segments: [String], owners: Set<String>) {
        switch segments.first {
        case let owner? where owners.contains(owner):
            guard let requests = segments.firstIndex(of: "requests") else {
                self = .submit(model: segments.joined(separator: "/"))
                return
            }
            // Requests are below the owner and the app, whatever model of the app was called.
            guard requests == 2, segments.count > 3 else {
                self = .invalidPath
                return
            }
            let id = segments[3]
            switch segments.dropFirst(4).joined(separator: "/") {
            case "", "response": self = .result(id: id)
            case "status": self = .status(id: id)
            case "status/stream": self = .stream(id: id)
            case "cancel": self = .cancel(id: id)
            default: return nil
            }
        case Self.syncRoot:
            self = .run(model: segments.dropFirst().joined(separator: "/"))
        default:
            switch segments.joined(separator: "/") {
            case ".well-known/jwks.json": self = .keys
            case "storage/auth/token": self = .token
            case "storage/upload/initiate": self = .initiate
            case "files/upload": self = .upload
            case "files/upload/multipart": self = .beginMultipart
            default: return nil
            }
        }
    }

    /// The feature that the path belongs to; `nil` if the page of the model or of the queue
    /// documents the path.
    var extraFeature: ExtraFeature? {
        switch self {
        case .token, .upload, .beginMultipart, .initiate: .uploads
        case .submit, .run, .status, .stream, .result, .cancel, .invalidPath, .keys: nil
        }
    }

    /// The only allowed method; `GET` also allows `HEAD`.
    var method: String {
        switch self {
        case .submit, .run, .token, .upload, .beginMultipart, .initiate: "POST"
        case .cancel: "PUT"
        case .status, .stream, .result, .keys: "GET"
        case .invalidPath: "-"
        }
    }

    /// The fault point of a request to this path; `nil` if no fault can apply.
    var point: FaultPoint? {
        switch self {
        case .submit, .run: .submit
        case .status, .stream: .status
        case .result: .result
        case .cancel: .cancel
        case .token, .upload, .beginMultipart, .initiate: .upload
        case .keys, .invalidPath: nil
        }
    }

    /// The request id in the path.
    var id: String? {
        switch self {
        case .status(let id), .stream(let id), .result(let id), .cancel(let id): id
        default: nil
        }
    }
}
