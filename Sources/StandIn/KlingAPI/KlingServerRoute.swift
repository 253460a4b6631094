/// A path of Kling's API, of either protocol.
enum KlingServerRoute: Hashable, Sendable {
    /// Create a task, in the protocol that has the model in the path.
    case create(path: String)
    /// Query tasks by their ids, or by a cursor.
    case tasks
    /// Create a task of v1, or query its list.
    case v1(path: String)
    /// Query one task of v1, by Kling's id or the client's.
    case v1Task(path: String, id: String)

    private static let kinds: Set = ["text-to-video", "image-to-video", "omni-video"]

    /// Parses the segments of a path; `nil` if it isn't one of Kling's.
    init?(_ segments: [String]) {
        switch segments.count {
        case 1 where segments[0] == "tasks": self = .tasks
        case 2 where Self.kinds.contains(segments[0]):
            self = .create(path: segments.joined(separator: "/"))
        case 3 where segments.starts(with: ["v1", "videos"]):
            self = .v1(path: segments.joined(separator: "/"))
        case 4 where segments.starts(with: ["v1", "videos"]):
            self = .v1Task(path: segments.dropLast().joined(separator: "/"), id: segments[3])
        default: return nil
        }
    }

    /// The allowed methods.
    var methods: [String] {
        switch self {
        case .create: ["POST"]
        case .tasks, .v1: ["GET", "POST"]
        case .v1Task: ["GET"]
        }
    }

    /// Whether a request with a method creates a task.
    func creates(_ method: String) -> Bool {
        switch self {
        case .create: true
        case .v1: method == "POST"
        case .tasks, .v1Task: false
        }
    }
}
