/// What a path stands for on one of fal's hosts, all of which are this one.
enum FalServerRoute: Hashable, Sendable {
    case submit(model: String)
    /// The synchronous host, which answers when the clip is there.
    case run(model: String)
    case status(id: String)
    case stream(id: String)
    case result(id: String)
    case cancel(id: String)
    /// A path under a whole model's name, where there is nothing.
    case invalidPath
    case keys
    case token
    case upload
    case beginMultipart
    case initiate

    static let syncRoot = "fal-run"
    private static let owner = "fal-ai"

    /// Reads the parts of a path; `nil` for one fal doesn't have.
    init?(_ segments: [String]) {
        switch segments.first {
        case Self.owner:
            guard let requests = segments.firstIndex(of: "requests") else {
                self = .submit(model: segments.joined(separator: "/"))
                return
            }
            // Requests lie below the owner and the app, whatever version was called.
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

    /// What it belongs to where neither the model's page nor the queue's names it.
    var extraFeature: ExtraFeature? {
        switch self {
        case .token, .upload, .beginMultipart, .initiate: .uploads
        case .submit, .run, .status, .stream, .result, .cancel, .invalidPath, .keys: nil
        }
    }

    /// The only method it takes besides `HEAD` for `GET`.
    var method: String {
        switch self {
        case .submit, .run, .token, .upload, .beginMultipart, .initiate: "POST"
        case .cancel: "PUT"
        case .status, .stream, .result, .keys: "GET"
        case .invalidPath: "-"
        }
    }

    /// Where in an exchange it lies; `nil` for what no fault cares about.
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

    /// The request it is about.
    var id: String? {
        switch self {
        case .status(let id), .stream(let id), .result(let id), .cancel(let id): id
        default: nil
        }
    }
}
