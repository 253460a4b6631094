import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// The server side of eachlabs' API.
struct EachlabsServer: ProviderServer {
    static let provider = SimulatedProvider.eachlabs

    let context: ServerContext
    private let pictures: PictureResolver
    private let files = EachlabsServerFiles()

    private static let shotLimit = 5
    private static let fields: Set = ["model", "input", "webhook_url"]
    /// Documented on eachlabs' pages about predictions and webhooks.
    private static let extraFields: Set = ["version", "webhook_secret"]

    /// The input fields of the model's page; image-to-video is assumed to differ in its pictures.
    private static func inputFields(_ task: KlingModel.Task) -> Set<String> {
        let common: Set = [
            "prompt", "duration", "multi_prompt", "generate_audio", "voice_ids", "shot_type",
            "negative_prompt", "cfg_scale",
        ]
        return common.union(
            task == .text
                ? ["aspect_ratio"] : ["start_image_url", "end_image_url", "elements"])
    }

    init(_ context: ServerContext) {
        self.context = context
        pictures = PictureResolver(uploads: context.uploads)
    }

    func handles(_ request: ServerRequest) -> Bool { EachlabsServerRoute(request.segments) != nil }

    func faultContext(of request: ServerRequest) -> FaultContext {
        let route = EachlabsServerRoute(request.segments)
        var faultContext = FaultContext(
            points: route?.point.map { [$0] } ?? [], provider: Self.provider, run: route?.id)
        if case .prediction(let id) = route, context.runs.find(id)?.progress.hasEnded == true {
            faultContext.points.insert(.result)
        }
        return faultContext
    }

    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse {
        do { return try respond(to: request, injected) } catch { return error.response() }
    }

    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse {
        EachlabsServerError.injected(fault, status).response(shape: fault["shape"])
    }

    private func respond(
        to request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(EachlabsServerError) -> ServerResponse {
        guard let route = EachlabsServerRoute(request.segments),
            route.extraFeature.map(context.extraFeatures.contains) ?? true
        else { throw .noSuchPath }
        guard request.method == route.method || request.isRead && route.method == "GET" else {
            throw .wrongMethod
        }
        try authorize(request)
        switch route {
        case .create: return try create(request, injected)
        case .prediction(let id):
            let snapshot = try find(id)
            context.statistics.count(.poll)
            return .json(200, prediction(snapshot, injected).json)
        case .cancel(let id): return try cancel(id)
        case .executions: return executions(request)
        case .presign: return try presign(request)
        case .deleteFile(let id):
            guard let path = files.removePath(of: id) else { throw .noSuchPath }
            context.uploads.remove(path)
            return .json(200, ["status": "success"])
        case .webhooks:
            let records = context.runs.list(Self.provider).compactMap { webhookRecord($0.run.id) }
            return .json(200, ["webhooks": .array(records), "total": .integer(records.count)])
        case .webhook(let id):
            guard let record = webhookRecord(id) else { throw .noSuchPrediction }
            return .json(200, record)
        }
    }

    /// Accepts a key in `X-API-Key` or as a bearer token, and a request without a key; refuses any
    /// other form.
    private func authorize(_ request: ServerRequest) throws(EachlabsServerError) {
        if let key = request.headers["x-api-key"] {
            guard !key.isEmpty else { throw .unauthorized }
            return
        }
        guard let credentials = request.headers["authorization"] else { return }
        let words = credentials.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { throw .unauthorized }
    }

    private func body(of request: ServerRequest) throws(EachlabsServerError) -> JSONValue {
        guard let bytes = request.body else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: bytes), case .object = body else {
            throw .invalidJSON
        }
        return body
    }

    private func create(
        _ request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(EachlabsServerError) -> ServerResponse {
        let body = try body(of: request)
        let known = Self.fields.union(
            context.extraFeatures.contains(.fields) ? Self.extraFields : [])
        if let other = (body.members ?? [:]).keys.sorted().first(where: { !known.contains($0) }) {
            throw .invalid([
                FieldProblem(field: other, message: "Extra inputs are not permitted")
            ])
        }
        guard let slug = body["model"]?.text else { throw .noModel }
        let (pictures, baseURL) = (pictures, request.baseURL)
        let addressRules = PictureResolver.AddressRules(acceptsDataURLs: false)
        guard
            let check = inputCheck(slug, { pictures.resolve($0, at: baseURL, addressRules) })
        else { throw .noSuchModel }
        let input = body["input"] ?? .null
        guard case .object = input else {
            throw .invalid([FieldProblem(field: "input", message: "must be an object")])
        }
        let asked: ModelInput
        do {
            asked = try check(input)
        } catch {
            throw .invalid(error.problems)
        }
        let run = context.accept(
            RunStore.NewRun(
                provider: Self.provider, modelName: slug, asked: asked, body: body,
                baseURL: request.baseURL, injected: injected))
        return .json(
            200,
            [
                "status": "success", "message": "Prediction created successfully",
                "predictionID": .string(run.id),
            ])
    }

    /// The check of a model's input: Kling 3.0 by its page, other models by their files; `nil` for an
    /// unknown model.
    private func inputCheck(
        _ slug: String, _ lookup: @escaping @Sendable (String) -> PictureLookup
    ) -> ((JSONValue) throws(ModelInput.Refusal) -> ModelInput)? {
        if let model = KlingModel(named: slug, { "kling-v3-\($0)-\($1)" }) {
            let rules = KlingInput.Rules(
                model: model, maximumScenes: Self.shotLimit,
                fields: Self.inputFields(model.task), pictures: lookup)
            return { input throws(ModelInput.Refusal) in
                try KlingInput.check(input, path: "input", rules: rules)
            }
        }
        guard let endpoint = context.models.endpoint(slug, at: ["eachlabs"]) else { return nil }
        return { input throws(ModelInput.Refusal) in
            try endpoint.check(input, path: "input", lookup)
        }
    }

    private func find(_ id: String) throws(EachlabsServerError) -> RunSnapshot {
        guard let snapshot = context.runs.find(id, of: Self.provider) else {
            throw .noSuchPrediction
        }
        return snapshot
    }

    func prediction(_ snapshot: RunSnapshot, _ injected: InjectedFaults) -> EachlabsServerPrediction
    {
        EachlabsServerPrediction(snapshot: snapshot, injected: injected) { clip in
            context.link(to: clip, at: snapshot.run.baseURL, injected)
        }
    }

    private func cancel(_ id: String) throws(EachlabsServerError) -> ServerResponse {
        _ = try find(id)
        guard context.runs.cancel(id) else { throw .hasEnded }
        context.statistics.count(.cancel)
        return .json(
            200, ["status": "success", "message": "Prediction cancelled", "id": .string(id)])
    }

    private func executions(_ request: ServerRequest) -> ServerResponse {
        let wanted = request.query["error_classification"]
        let items = context.runs.list(Self.provider)
            .map { prediction($0, InjectedFaults()) }
            .filter { wanted == nil || $0.classification == wanted }
            .map { prediction -> JSONValue in
                var members = prediction.json.members ?? [:]
                members["error_classification"] = .optional(prediction.classification)
                return .object(members)
            }
        return .json(
            200, ["executions": .array(items), "total": .integer(items.count)])
    }

    private func presign(_ request: ServerRequest) throws(EachlabsServerError) -> ServerResponse {
        let body = try body(of: request)
        guard let type = body["content_type"]?.text else {
            throw EachlabsServerError(status: 400, message: "content_type is required")
        }
        let id = RunID.make(at: Date())
        let ending = type.split(separator: "/").last.map(String.init) ?? "bin"
        let path = context.uploads.reserve(
            name: "\(id).\(ending)", contentType: type,
            UploadStore.Requirements(
                requiredHeaders: ["x-amz-meta-file-id": id, "Content-Type": type],
                allowsAuthorization: false, limit: 100 << 20))
        files.add(id, path)
        let expires = Date(timeIntervalSinceNow: 900).formatted(Date.ISO8601FormatStyle())
        return .json(
            200,
            [
                "id": .string(id),
                "presigned_url": .string("\(request.baseURL)\(path)?X-Amz-Expires=900"),
                "public_url": .string(request.baseURL + path),
                "expires_at": .string(expires),
                "required_headers": ["x-amz-meta-file-id": .string(id)],
            ])
    }
}

/// The paths of uploads by the id from the response to their presign request.
private final class EachlabsServerFiles: Sendable {
    private let paths = Mutex<[String: String]>([:])

    func add(_ id: String, _ path: String) { paths.withLock { $0[id] = path } }

    func removePath(of id: String) -> String? { paths.withLock { $0.removeValue(forKey: id) } }
}
