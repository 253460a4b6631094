import DailiesHTTPServer
import DailiesJSON

/// Runflow's API.
struct RunflowServer: ProviderServer {
    static let provider = SimulatedProvider.runflow

    let workshop: Workshop
    private let pictures: PictureDesk
    private let assets: RunflowServerAssets
    /// Signs callbacks; `nil` where none was set up, as with an account that has no secret.
    let callbackSecret: String?

    private static let terminal = ["succeeded", "failed", "cancelled", "partial_succeeded"]
    private static let pending = ["queued", "dispatching", "running"]

    init(_ workshop: Workshop, callbackSecret: String?) {
        self.workshop = workshop
        pictures = PictureDesk(uploads: workshop.uploads)
        assets = RunflowServerAssets(uploads: workshop.uploads)
        self.callbackSecret = callbackSecret
    }

    /// Whatever no other provider's path is.
    func owns(_ request: ServerRequest) -> Bool { true }

    func occasion(of request: ServerRequest) -> Occasion {
        let route = RunflowServerRoute(request.segments)
        var occasion = Occasion(points: [], provider: Self.provider, run: route?.run)
        if let point = route?.point { occasion.points.insert(point) }
        if case .run(let id) = route, workshop.book.find(id)?.progress.hasEnded == true {
            occasion.points.insert(.result)
        }
        return occasion
    }

    func answer(_ request: ServerRequest, _ injected: Injected) -> ServerResponse {
        do { return try respond(to: request, injected) } catch { return error.response }
    }

    func refusal(_ fault: Fault, _ status: Int) -> ServerResponse {
        RunflowServerError.injected(fault, status)
    }

    private func respond(
        to request: ServerRequest,
        _ injected: Injected
    ) throws(RunflowServerError) -> ServerResponse {
        guard let route = RunflowServerRoute(request.segments),
            route.beyondPage.map(workshop.beyondPages.contains) ?? true
        else { throw .noSuchPath }
        guard request.method == route.method || request.isRead && route.method == "GET" else {
            throw .wrongMethod(allow: route.method)
        }
        try authorize(request)
        switch route {
        case .createRun(let model):
            let run = try create(model, body(of: request), request, injected)
            return .json(201, object(AgedRun(run: run, age: .zero), injected))
        case .runAndWait(let model): return try runAndWait(model, request, injected)
        case .run(let id):
            let aged = try find(id)
            workshop.statistics.count(.poll)
            return .json(200, object(aged, injected))
        case .logs(let id):
            _ = try find(id)
            return .json(200, ["items": [], "total": 0])
        case .callback(let id): return try callbackRecord(id)
        case .redelivery(let id):
            guard workshop.courier.redeliver(run: id) else { throw .noSuchRun }
            return .json(202, ["run_id": .string(id)])
        case .cancellation(let id): return try cancel(id)
        case .runs: return try list(request)
        case .uploads:
            return try assets.announce(body(of: request), baseURL: request.baseURL)
        case .confirmation(let id): return try assets.confirm(id, baseURL: request.baseURL)
        case .asset(let id): return try assets.show(id, baseURL: request.baseURL)
        case .statuses: return .json(200, ["items": .array(Self.statuses)])
        case .health: return .json(200, ["status": "ok"])
        case .creditBalances: return .json(200, ["currency": "USD", "balance": "1000.000"])
        }
    }

    /// A rehearsal needs no key, but one in a form that the provider would refuse is refused.
    private func authorize(_ request: ServerRequest) throws(RunflowServerError) {
        guard let credentials = request.headers["authorization"] else { return }
        let words = credentials.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { throw .unauthorized }
    }

    private func body(of request: ServerRequest) throws(RunflowServerError) -> JSONValue {
        guard let bytes = request.body else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: bytes), case .object = body else {
            throw .invalidJSON
        }
        return body
    }

    private func create(
        _ modelName: String,
        _ body: JSONValue,
        _ request: ServerRequest,
        _ injected: Injected
    ) throws(RunflowServerError) -> Run {
        guard let model = KlingModel(named: modelName, { "\(Self.owner)\($0)/\($1)" }) else {
            throw .noSuchModel
        }
        let submission: RunflowServerSubmission
        do {
            submission = try RunflowServerSubmission(
                body, hasExtraFields: workshop.beyondPages.contains(.fields),
                rules: rules(model, RunflowServerFields.run(model.task), request))
        } catch {
            throw .invalid(error.problems)
        }
        return workshop.accept(
            RunBook.Draft(
                provider: Self.provider, modelName: modelName, kling: submission.kling,
                body: body, baseURL: request.baseURL, labels: submission.metadata,
                injected: injected))
    }

    /// Stands before the tier in a model's name; the older endpoint leaves the owner out.
    private static let owner = "kuaishou/kling-video/v3/"
    private static let olderOwner = "kling-video/v3/"

    private func rules(
        _ model: KlingModel, _ fields: RunflowServerFields, _ request: ServerRequest
    ) -> KlingInput.Rules {
        let (pictures, assets, baseURL) = (pictures, assets, request.baseURL)
        let manners = PictureDesk.Manners(ownScheme: { assets.path(of: $0) })
        return KlingInput.Rules(
            model: model, fields: fields.input, elementFields: fields.element,
            requiresStart: fields.requiresStart
        ) { pictures.look(for: $0, at: baseURL, manners) }
    }

    /// The older endpoint: the input is the whole body, and the answer comes with the clip.
    private func runAndWait(
        _ modelName: String,
        _ request: ServerRequest,
        _ injected: Injected
    ) throws(RunflowServerError) -> ServerResponse {
        guard let model = KlingModel(named: modelName, { "\(Self.olderOwner)\($0)/\($1)" }) else {
            throw .noSuchModel
        }
        let input = try body(of: request)
        let kling: KlingInput
        do {
            kling = try KlingInput(
                input, path: "", rules: rules(model, RunflowServerFields.older(model.task), request)
            )
        } catch {
            throw .invalid(error.problems)
        }
        let run = workshop.accept(
            RunBook.Draft(
                provider: Self.provider, modelName: modelName, kling: kling,
                body: ["input": input], baseURL: request.baseURL, injected: injected))
        guard let aged = workshop.book.wait(for: run.id),
            case .succeeded(_, _, let clip) = aged.progress
        else {
            throw RunflowServerError(
                status: 500, code: "INFERENCE_FAILED", message: "The model could not make the clip."
            )
        }
        let url = workshop.link(to: clip, at: request.baseURL, injected)
        return .json(
            200, ["video": ["url": .string(url), "content_type": "video/mp4"]],
            headers: ["Runflow-Request-Id": run.requestID])
    }

    func find(_ id: String) throws(RunflowServerError) -> AgedRun {
        guard let aged = workshop.book.find(id, of: Self.provider) else { throw .noSuchRun }
        return aged
    }

    private func cancel(_ id: String) throws(RunflowServerError) -> ServerResponse {
        _ = try find(id)
        let isCancelled = workshop.book.cancel(id)
        if isCancelled { workshop.statistics.count(.cancel) }
        return .json(isCancelled ? 201 : 200, object(try find(id), Injected()))
    }

    private func list(_ request: ServerRequest) throws(RunflowServerError) -> ServerResponse {
        let filter = request.query["q"]
        let clientRef = filter.flatMap(Self.clientRef)
        if filter != nil, clientRef == nil { throw .invalidFilter }
        let items = workshop.book.list(Self.provider)
            .filter { clientRef == nil || $0.run.body["client_ref"]?.text == clientRef }
            .map { object($0, Injected()) }
        return .json(200, ["items": .array(items), "total": .integer(items.count)])
    }

    /// The reference in `client_ref.EQ:'…'`.
    private static func clientRef(in filter: String) -> String? {
        let prefix = "client_ref.EQ:'"
        guard filter.hasPrefix(prefix), filter.hasSuffix("'"), filter.count > prefix.count
        else { return nil }
        return String(filter.dropFirst(prefix.count).dropLast())
    }

    private func object(_ aged: AgedRun, _ injected: Injected) -> JSONValue {
        runObject(aged, injected).json
    }

    func runObject(_ aged: AgedRun, _ injected: Injected) -> RunflowServerRun {
        RunflowServerRun(aged: aged, injected: injected) { clip in
            workshop.link(to: clip, at: aged.run.baseURL, injected)
        }
    }

    private static var statuses: [JSONValue] {
        pending.map { ["code": .string($0), "is_terminal": false] }
            + terminal.map { ["code": .string($0), "is_terminal": true] }
    }
}
