import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// The server side of Kling's own API, in both of its protocols.
struct KlingServer: ProviderServer {
    static let provider = SimulatedProvider.kling

    let context: ServerContext
    private let references = KlingServerReferences()

    init(_ context: ServerContext) { self.context = context }

    func handles(_ request: ServerRequest) -> Bool { KlingServerRoute(request.segments) != nil }

    func faultContext(of request: ServerRequest) -> FaultContext {
        guard let route = KlingServerRoute(request.segments) else {
            return FaultContext(points: [])
        }
        guard !route.creates(request.method) else {
            return FaultContext(points: [.submit], provider: Self.provider)
        }
        let id: String? =
            switch route {
            case .v1Task(_, let id): id
            case .tasks: request.query["task_ids"]
            case .create, .v1: nil
            }
        var faultContext = FaultContext(points: [.status], provider: Self.provider, run: id)
        if let id, context.runs.find(id)?.progress.hasEnded == true {
            faultContext.points.insert(.result)
        }
        return faultContext
    }

    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse {
        do { return try respond(to: request, injected) } catch { return error.response }
    }

    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse {
        KlingServerError.injected(fault, status).response
    }

    private func respond(
        to request: ServerRequest, _ injected: InjectedFaults
    ) throws(KlingServerError) -> ServerResponse {
        guard let route = KlingServerRoute(request.segments) else { throw .noSuchModel }
        guard
            route.methods.contains(request.method)
                || request.isRead && route.methods.contains("GET")
        else { throw .wrongMethod }
        let isV1 = request.segments.first == "v1"
        try KlingServerKeys.check(request, isV1: isV1)
        switch route {
        case .create(let path):
            let parts = path.split(separator: "/").map(String.init)
            guard let model = KlingServerModel.named(parts[1], at: parts[0]) else {
                throw .noSuchModel
            }
            return try create(path, request, injected) { body throws(ModelInput.Refusal) in
                let input = try KlingServerInput(body, kind: parts[0], model: model)
                return (input.asked, input.reference, input.callbackURL)
            }
        case .v1(let path) where request.method == "POST":
            guard KlingServerV1Input.hasEndpoint(path) else { throw .noSuchModel }
            return try create(path, request, injected) { body throws(ModelInput.Refusal) in
                let input = try KlingServerV1Input(body, path: path)
                return (input.asked, input.reference, input.callbackURL)
            }
        case .v1(let path): return try page(path, request)
        case .v1Task(let path, let id):
            guard let snapshot = runs(path).first(where: { Self.isNamed($0, id) }) else {
                throw .noSuchTask
            }
            context.statistics.count(.poll)
            return Self.success(task(snapshot, injected).v1)
        case .tasks where request.method == "POST": return try search(request)
        case .tasks: return try query(request, injected)
        }
    }

    private func body(of request: ServerRequest) throws(KlingServerError) -> JSONValue {
        guard let bytes = request.body else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: bytes), case .object = body else {
            throw .invalidJSON
        }
        return body
    }

    /// What a request asks for, its own id of the task, and its callback address.
    private typealias Submission = (asked: ModelInput, reference: String?, callbackURL: String?)

    private func create(
        _ path: String, _ request: ServerRequest, _ injected: InjectedFaults,
        _ check: (JSONValue) throws(ModelInput.Refusal) -> Submission
    ) throws(KlingServerError) -> ServerResponse {
        let body = try body(of: request)
        let submission: Submission
        do {
            submission = try check(body)
        } catch {
            throw .invalid(error.problems)
        }
        if let reference = submission.reference, !references.take(reference) {
            throw .usedReference
        }
        let run = context.accept(
            RunStore.NewRun(
                provider: Self.provider, modelName: path, asked: submission.asked, body: body,
                baseURL: request.baseURL, webhook: submission.callbackURL, injected: injected))
        if let reference = submission.reference { references.bind(reference, to: run.id) }
        let created = task(RunSnapshot(run: run, age: .zero), injected)
        return Self.success(created.isV1 ? created.createdV1 : created.created)
    }

    /// The runs that were created at a path of v1, newest first.
    private func runs(_ path: String) -> [RunSnapshot] {
        context.runs.list(Self.provider).filter { $0.run.modelName == path }
    }

    private static func isNamed(_ snapshot: RunSnapshot, _ id: String) -> Bool {
        snapshot.run.id == id || KlingServerTask.reference(of: snapshot.run) == id
    }

    /// `GET /tasks` with the ids of Kling or those of the client; unknown ones are left out.
    private func query(
        _ request: ServerRequest, _ injected: InjectedFaults
    ) throws(KlingServerError) -> ServerResponse {
        let ids = request.query["task_ids"]
        let references = request.query["external_task_ids"]
        guard let wanted = ids ?? references, ids == nil || references == nil, !wanted.isEmpty
        else {
            throw .idsMissing
        }
        let names = wanted.split(separator: ",").map(String.init)
        guard names.count <= 20 else {
            throw .invalid([FieldProblem(field: "task_ids", message: "may have 20 ids")])
        }
        let found = names.compactMap { name -> RunSnapshot? in
            let id = ids == nil ? self.references.run(name) : name
            return id.flatMap { context.runs.find($0, of: Self.provider) }
        }
        if !found.isEmpty { context.statistics.count(.poll) }
        return Self.success(.array(found.map { task($0, injected).json }))
    }

    /// `POST /tasks`: all tasks, by the time of their creation, state and kind.
    private func search(_ request: ServerRequest) throws(KlingServerError) -> ServerResponse {
        let body = try body(of: request)
        var reader = FieldReader(body, path: "")
        reader.rejectUnknownFields(except: ["start_time", "end_time", "cursor", "limit", "filters"])
        let limit = reader.number("limit", in: 1...500).map { Int($0) } ?? 100
        let filters = reader.list("filters", count: 0...2) ?? []
        guard reader.problems.isEmpty else { throw .invalid(reader.problems) }
        let start = body["cursor"]?.text.flatMap { Int($0) } ?? 0
        let states = filters.first { $0["key"] == "status" }?["values"]?.elements
        let tasks = context.runs.list(Self.provider).map { task($0, InjectedFaults()).json }
            .filter { json in states?.contains { $0 == json["status"] } ?? true }
        let page = tasks.dropFirst(start).prefix(limit)
        let next = start + page.count
        return Self.success([
            "result": .array(Array(page)), "count": .integer(page.count),
            "next_cursor": .string(next < tasks.count ? String(next) : ""),
            "has_more": .bool(next < tasks.count),
        ])
    }

    /// `GET /v1/videos/…?pageNum=&pageSize=`.
    private func page(
        _ path: String, _ request: ServerRequest
    ) throws(KlingServerError) -> ServerResponse {
        guard KlingServerV1Input.hasEndpoint(path) else { throw .noSuchModel }
        let number = request.query["pageNum"].map { Int($0) ?? 0 } ?? 1
        let size = request.query["pageSize"].map { Int($0) ?? 0 } ?? 30
        guard (1...1000).contains(number), (1...500).contains(size) else {
            throw .invalid([FieldProblem(field: "pageNum", message: "or pageSize is out of range")])
        }
        let tasks = runs(path).dropFirst((number - 1) * size).prefix(size)
        return Self.success(.array(tasks.map { task($0, InjectedFaults()).v1 }))
    }

    func task(_ snapshot: RunSnapshot, _ injected: InjectedFaults) -> KlingServerTask {
        KlingServerTask(snapshot: snapshot, injected: injected) { clip in
            context.link(to: clip, at: snapshot.run.baseURL, injected)
        }
    }

    private static func success(_ data: JSONValue) -> ServerResponse {
        .json(
            200,
            [
                "code": 0, "message": "SUCCEED",
                "request_id": .string(RunID.make(at: Date())), "data": data,
            ])
    }
}

/// The clients' own ids of tasks: each may be used once.
private final class KlingServerReferences: Sendable {
    private let runs = Mutex<[String: String?]>([:])

    /// Marks an id as used; `false` if it was used before.
    func take(_ reference: String) -> Bool {
        runs.withLock { runs in
            guard runs[reference] == nil else { return false }
            runs[reference] = .some(nil)
            return true
        }
    }

    func bind(_ reference: String, to run: String) { runs.withLock { $0[reference] = run } }

    /// The run that was created with an id.
    func run(_ reference: String) -> String? { runs.withLock { $0[reference] ?? nil } }
}
