import DailiesHTTPServer
import DailiesJSON

/// The server side of Runflow's API.
struct RunflowServer: ProviderServer {
    static let provider = SimulatedProvider.runflow

    let context: ServerContext
    private let pictures: PictureResolver
    private let assets: RunflowServerAssets
    /// The secret that signs callbacks; `nil` as for an account that has no secret.
    let callbackSecret: String?

    private static let terminal = ["succeeded", "failed", "cancelled", "partial_succeeded"]
    private static let pending = ["queued", "dispatching", "running"]

    init(_ context: ServerContext, callbackSecret: String?) {
        self.context = context
        pictures = PictureResolver(uploads: context.uploads)
        assets = RunflowServerAssets(uploads: context.uploads)
        self.callbackSecret = callbackSecret
    }

    /// Handles every path that no other provider handles.
    func handles(_ request: ServerRequest) -> Bool { true }

    func faultContext(of request: ServerRequest) -> FaultContext {
        let route = RunflowServerRoute(request.segments)
        var faultContext = FaultContext(points: [], provider: Self.provider, run: route?.run)
        if let point = route?.point { faultContext.points.insert(point) }
        if case .run(let id) = route, context.runs.find(id)?.progress.hasEnded == true {
            faultContext.points.insert(.result)
        }
        return faultContext
    }

    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse {
        do { return try respond(to: request, injected) } catch { return error.response }
    }

    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse {
        RunflowServerError.injected(fault, status)
    }

    private func respond(
        to request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(RunflowServerError) -> ServerResponse {
        guard let route = RunflowServerRoute(request.segments),
            route.extraFeature.map(context.extraFeatures.contains) ?? true
        else { throw .noSuchPath }
        guard request.method == route.method || request.isRead && route.method == "GET" else {
            throw .wrongMethod(allow: route.method)
        }
        try authorize(request)
        switch route {
        case .createRun(let model):
            let run = try create(model, body(of: request), request, injected)
            return .json(201, object(RunSnapshot(run: run, age: .zero), injected))
        case .runAndWait(let model): return try runAndWait(model, request, injected)
        case .run(let id):
            let snapshot = try find(id)
            context.statistics.count(.poll)
            return .json(200, object(snapshot, injected))
        case .logs(let id):
            _ = try find(id)
            return .json(200, ["items": [], "total": 0])
        case .callback(let id): return try callbackRecord(id)
        case .redelivery(let id):
            guard context.callbackSender.redeliver(run: id) else { throw .noSuchRun }
            return .json(202, ["run_id": .string(id)])
        case .cancellation(let id): return try cancel(id)
        case .runs: return try list(request)
        case .uploads:
            return try assets.create(body(of: request), baseURL: request.baseURL)
        case .confirmation(let id): return try assets.confirm(id, baseURL: request.baseURL)
        case .asset(let id): return try assets.show(id, baseURL: request.baseURL)
        case .statuses: return .json(200, ["items": .array(Self.statuses)])
        case .health: return .json(200, ["status": "ok"])
        case .creditBalances: return .json(200, ["currency": "USD", "balance": "1000.000"])
        }
    }

    /// Accepts a request without a key; refuses a key in a form that the provider refuses.
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
        _ injected: InjectedFaults
    ) throws(RunflowServerError) -> Run {
        guard let check = inputCheck(modelName, isOlder: false, request) else {
            throw .noSuchModel
        }
        let submission: RunflowServerSubmission
        do {
            submission = try RunflowServerSubmission(
                body, hasExtraFields: context.extraFeatures.contains(.fields), check: check)
        } catch {
            throw .invalid(error.problems)
        }
        return context.accept(
            RunStore.NewRun(
                provider: Self.provider, modelName: modelName, asked: submission.asked,
                body: body, baseURL: request.baseURL, labels: submission.metadata,
                injected: injected))
    }

    /// The part of a model's name before the tier; the older endpoint omits the owner.
    private static let modelPrefix = "kuaishou/kling-video/v3/"
    private static let olderModelPrefix = "kling-video/v3/"

    /// A check of inputs, and the path of the input in the request.
    private typealias InputCheck = (JSONValue, String) throws(ModelInput.Refusal) -> ModelInput

    /// The check of a model's input: Kling 3.0 by its pages, other models by their files; `nil` for an
    /// unknown model.
    ///
    /// - Parameter isOlder: whether the older endpoint takes the input.
    private func inputCheck(
        _ modelName: String, isOlder: Bool, _ request: ServerRequest
    ) -> InputCheck? {
        let (pictures, assets, baseURL) = (pictures, assets, request.baseURL)
        let addressRules = PictureResolver.AddressRules(providerScheme: { assets.path(of: $0) })
        let lookup: @Sendable (String) -> PictureLookup = {
            pictures.resolve($0, at: baseURL, addressRules)
        }
        let prefix = isOlder ? Self.olderModelPrefix : Self.modelPrefix
        if let model = KlingModel(named: modelName, { "\(prefix)\($0)/\($1)" }) {
            let fields =
                isOlder
                ? RunflowServerFields.older(model.task) : RunflowServerFields.run(model.task)
            let rules = KlingInput.Rules(
                model: model, fields: fields.input, elementFields: fields.element,
                requiresStart: fields.requiresStart, pictures: lookup)
            return { input, path throws(ModelInput.Refusal) in
                try KlingInput.check(input, path: path, rules: rules)
            }
        }
        let host = isOlder ? "runflow-sync" : "runflow"
        guard let endpoint = context.models.endpoint(modelName, at: [host]) else { return nil }
        return { input, path throws(ModelInput.Refusal) in
            try endpoint.check(input, path: path, lookup)
        }
    }

    /// Handles the older endpoint: the body is the input, and the response has the finished clip.
    private func runAndWait(
        _ modelName: String,
        _ request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(RunflowServerError) -> ServerResponse {
        guard let check = inputCheck(modelName, isOlder: true, request) else {
            throw .noSuchModel
        }
        let input = try body(of: request)
        let asked: ModelInput
        do {
            asked = try check(input, "")
        } catch {
            throw .invalid(error.problems)
        }
        let run = context.accept(
            RunStore.NewRun(
                provider: Self.provider, modelName: modelName, asked: asked,
                body: ["input": input], baseURL: request.baseURL, injected: injected))
        guard let snapshot = context.runs.wait(for: run.id),
            case .succeeded(_, _, let clip) = snapshot.progress
        else {
            throw RunflowServerError(
                status: 500, code: "INFERENCE_FAILED", message: "The model could not make the clip."
            )
        }
        let url = context.link(to: clip, at: request.baseURL, injected)
        return .json(
            200, ["video": ["url": .string(url), "content_type": "video/mp4"]],
            headers: ["Runflow-Request-Id": run.requestID])
    }

    func find(_ id: String) throws(RunflowServerError) -> RunSnapshot {
        guard let snapshot = context.runs.find(id, of: Self.provider) else { throw .noSuchRun }
        return snapshot
    }

    private func cancel(_ id: String) throws(RunflowServerError) -> ServerResponse {
        _ = try find(id)
        let isCancelled = context.runs.cancel(id)
        if isCancelled { context.statistics.count(.cancel) }
        return .json(isCancelled ? 201 : 200, object(try find(id), InjectedFaults()))
    }

    private func list(_ request: ServerRequest) throws(RunflowServerError) -> ServerResponse {
        let filter = request.query["q"]
        let clientRef = filter.flatMap(Self.clientRef)
        if filter != nil, clientRef == nil { throw .invalidFilter }
        let items = context.runs.list(Self.provider)
            .filter { clientRef == nil || $0.run.body["client_ref"]?.text == clientRef }
            .map { object($0, InjectedFaults()) }
        return .json(200, ["items": .array(items), "total": .integer(items.count)])
    }

    /// The reference in a filter `client_ref.EQ:'…'`; `nil` for any other filter.
    private static func clientRef(in filter: String) -> String? {
        let prefix = "client_ref.EQ:'"
        guard filter.hasPrefix(prefix), filter.hasSuffix("'"), filter.count > prefix.count
        else { return nil }
        return String(filter.dropFirst(prefix.count).dropLast())
    }

    private func object(_ snapshot: RunSnapshot, _ injected: InjectedFaults) -> JSONValue {
        runObject(snapshot, injected).json
    }

    func runObject(_ snapshot: RunSnapshot, _ injected: InjectedFaults) -> RunflowServerRun {
        RunflowServerRun(snapshot: snapshot, injected: injected) { clip in
            context.link(to: clip, at: snapshot.run.baseURL, injected)
        }
    }

    private static var statuses: [JSONValue] {
        pending.map { ["code": .string($0), "is_terminal": false] }
            + terminal.map { ["code": .string($0), "is_terminal": true] }
    }
}
