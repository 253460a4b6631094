import DailiesHTTPServer
import DailiesJSON

/// Runflow's run API.
struct RunflowAPI: Sendable {
    private let book: RunflowBook
    private let files: ClipFiles
    private let statistics: Statistics

    /// The name under which submissions are counted.
    static let provider = "runflow"

    private static let models: Set = ["kuaishou/kling-video/v3/pro/text-to-video"]
    private static let terminal = ["succeeded", "failed", "cancelled", "partial_succeeded"]
    private static let pending = ["queued", "dispatching", "running"]

    init(forge: ClipForge, files: ClipFiles, latency: Duration, statistics: Statistics) {
        book = RunflowBook(forge: forge, files: files, latency: latency)
        self.files = files
        self.statistics = statistics
    }

    /// Answers a request below `/v1`.
    func answer(_ request: ServerRequest) -> ServerResponse {
        do { return try respond(to: request) } catch { return error.response }
    }

    private func respond(to request: ServerRequest) throws(RunflowError) -> ServerResponse {
        guard let route = RunflowRoute(request.segments) else { throw .noSuchPath }
        guard request.method == route.method || request.isRead && route.method == "GET" else {
            throw .wrongMethod(allow: route.method)
        }
        try authorize(request)
        switch route {
        case .createRun(let model): return try create(model, request)
        case .run(let id): return try show(id, request)
        case .runs: return try list(request)
        case .statuses: return .json(200, ["items": .array(Self.statuses)])
        case .health: return .json(200, ["status": "ok"])
        case .creditBalances: return .json(200, ["currency": "USD", "balance": "1000.000"])
        }
    }

    /// A rehearsal needs no key, but one in a form that the provider would refuse is refused.
    private func authorize(_ request: ServerRequest) throws(RunflowError) {
        guard let credentials = request.headers["authorization"] else { return }
        let words = credentials.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { throw .unauthorized }
    }

    private func create(
        _ model: String,
        _ request: ServerRequest
    ) throws(RunflowError) -> ServerResponse {
        guard Self.models.contains(model) else { throw .noSuchModel }
        guard let bytes = request.body else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: bytes), case .object = body else {
            throw .invalidJSON
        }
        let submission: RunflowSubmission
        do {
            submission = try RunflowSubmission(body)
        } catch {
            throw .invalid(error.problems)
        }
        let run = book.create(model: model, submission)
        statistics.count(.submission(provider: Self.provider))
        return .json(201, object(run, .zero, request))
    }

    private func show(_ id: String, _ request: ServerRequest) throws(RunflowError) -> ServerResponse
    {
        guard let (run, age) = book.find(id) else { throw .noSuchRun }
        statistics.count(.poll)
        return .json(200, object(run, age, request))
    }

    private func list(_ request: ServerRequest) throws(RunflowError) -> ServerResponse {
        let filter = request.query["q"]
        let clientRef = filter.flatMap(Self.clientRef)
        if filter != nil, clientRef == nil { throw .invalidFilter }
        let items = book.list(clientRef: clientRef).map { object($0.run, $0.age, request) }
        return .json(200, ["items": .array(items), "total": .integer(items.count)])
    }

    /// The reference in `client_ref.EQ:'…'`.
    private static func clientRef(in filter: String) -> String? {
        let prefix = "client_ref.EQ:'"
        guard filter.hasPrefix(prefix), filter.hasSuffix("'"), filter.count > prefix.count
        else { return nil }
        return String(filter.dropFirst(prefix.count).dropLast())
    }

    private func object(_ run: RunflowRun, _ age: Duration, _ request: ServerRequest) -> JSONValue {
        run.object(at: age, baseURL: request.baseURL) { path in
            files.link(to: path, at: request.baseURL)
        }
    }

    private static var statuses: [JSONValue] {
        pending.map { ["code": .string($0), "is_terminal": false] }
            + terminal.map { ["code": .string($0), "is_terminal": true] }
    }
}
