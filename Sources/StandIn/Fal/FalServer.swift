import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// The server side of fal's queue, synchronous host and storage.
struct FalServer: ProviderServer {
    static let provider = SimulatedProvider.fal

    let context: ServerContext
    private let pictures: PictureResolver
    private let storage: FalServerStorage
    let signer = FalServerSigner()
    /// The owners of models, with which the paths of submissions start.
    private let owners: Set<String>

    init(_ context: ServerContext) {
        self.context = context
        pictures = PictureResolver(uploads: context.uploads)
        storage = FalServerStorage(uploads: context.uploads)
        owners = context.models.owners(at: Self.hosts).union(["fal-ai"])
    }

    /// fal's names in files of models.
    private static let hosts = ["fal", "fal-sync"]

    func handles(_ request: ServerRequest) -> Bool {
        route(of: request) != nil || request.segments.first.map(owners.contains) == true
            || FalServerStorage.isMultipartPath(request.segments)
    }

    private func route(of request: ServerRequest) -> FalServerRoute? {
        FalServerRoute(request.segments, owners: owners)
    }

    func faultContext(of request: ServerRequest) -> FaultContext {
        let route = route(of: request)
        let point = FalServerStorage.isMultipartPath(request.segments) ? .upload : route?.point
        return FaultContext(
            points: point.map { [$0] } ?? [], provider: Self.provider, run: route?.id)
    }

    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse {
        do {
            return try respond(to: request, injected)
        } catch {
            return error.response(
                requestID: route(of: request)?.id ?? RunID.make(at: Date()))
        }
    }

    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse {
        FalServerError.injected(fault, status).response(requestID: RunID.make(at: Date()))
    }

    private func respond(
        to request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(FalServerError) -> ServerResponse {
        if FalServerStorage.isMultipartPath(request.segments) {
            return try storage.uploadPart(request)
        }
        guard let route = route(of: request),
            route.extraFeature.map(context.extraFeatures.contains) ?? true
        else { throw .notFound }
        guard request.method == route.method || request.isRead && route.method == "GET" else {
            throw .wrongMethod
        }
        // Uploads need a token of the storage instead of the account's key.
        if route != .upload, route != .beginMultipart { try authorize(request) }
        switch route {
        case .submit(let model): return try submit(model, request, injected)
        case .run(let model): return try runAndWait(model, request, injected)
        case .status(let id):
            let snapshot = try find(id)
            context.statistics.count(.poll)
            let state = FalServerQueueStatus(
                snapshot: snapshot, injected: injected, hasLogs: Self.wantsLogs(request))
            return .json(
                state.httpStatus, state.json, headers: ["x-fal-request-id": id])
        case .stream(let id): return try stream(id, request, injected)
        case .result(let id): return try result(id, injected)
        case .cancel(let id): return cancel(id)
        case .invalidPath: throw .wrongMethod
        case .keys: return .json(200, signer.keys)
        case .token: return try storage.token(request)
        case .upload: return try storage.upload(request)
        case .beginMultipart: return try storage.beginMultipart(request)
        case .initiate: return try storage.initiate(request, body(of: request))
        }
    }

    /// Accepts a request without a key; refuses a key in a form that the provider refuses.
    private func authorize(_ request: ServerRequest) throws(FalServerError) {
        guard let credentials = request.headers["authorization"] else { return }
        let words = credentials.split(separator: " ", maxSplits: 1)
        guard words.count == 2, ["key", "bearer"].contains(words[0].lowercased()) else {
            throw .unauthorized
        }
    }

    private static func wantsLogs(_ request: ServerRequest) -> Bool {
        ["1", "true", "True"].contains(request.query["logs"] ?? "")
    }

    private func body(of request: ServerRequest) throws(FalServerError) -> JSONValue {
        guard let bytes = request.body else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: bytes), case .object = body else {
            throw FalServerError(
                422,
                problems: [
                    FieldProblem(
                        field: "body", message: "JSON decode error", type: "json_invalid")
                ])
        }
        return body
    }

    private func accept(
        _ modelName: String,
        _ request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(FalServerError) -> Run {
        let (pictures, baseURL) = (pictures, request.baseURL)
        let check = inputCheck(modelName) {
            pictures.resolve($0, at: baseURL, PictureResolver.AddressRules())
        }
        guard let check else { throw .noSuchApplication(modelName) }
        let input = try body(of: request)
        let asked: ModelInput
        do {
            asked = try check(input)
        } catch {
            throw FalServerError(422, problems: error.problems)
        }
        return context.accept(
            RunStore.NewRun(
                provider: Self.provider, modelName: modelName, asked: asked, body: input,
                baseURL: request.baseURL, webhook: request.query["fal_webhook"],
                injected: injected))
    }

    /// The check of a model's input: Kling 3.0 by its pages, other models by their files; `nil` for an
    /// unknown model.
    private func inputCheck(
        _ modelName: String, _ lookup: @escaping @Sendable (String) -> PictureLookup
    ) -> ((JSONValue) throws(ModelInput.Refusal) -> ModelInput)? {
        let prefix = "fal-ai/kling-video/v3/"
        if let model = KlingModel(named: modelName, { "\(prefix)\($0)/\($1)" }) {
            let rules = KlingInput.Rules(
                model: model, fields: Self.fields(model.task), elementFields: Self.elementFields,
                pictures: lookup)
            return { input throws(ModelInput.Refusal) in
                try KlingInput.check(input, path: "body", rules: rules)
            }
        }
        guard let endpoint = context.models.endpoint(modelName, at: Self.hosts) else { return nil }
        return { input throws(ModelInput.Refusal) in
            try endpoint.check(input, path: "body", lookup)
        }
    }

    /// The input fields of the model's page; those of image-to-video are from fal's own types.
    private static func fields(_ task: KlingModel.Task) -> Set<String> {
        let common: Set = [
            "prompt", "duration", "multi_prompt", "generate_audio", "shot_type", "negative_prompt",
            "cfg_scale",
        ]
        return common.union(
            task == .text
                ? ["aspect_ratio"] : ["start_image_url", "end_image_url", "elements"])
    }

    private static let elementFields: Set = [
        "frontal_image_url", "reference_image_urls", "video_url", "voice_id",
    ]

    private func submit(
        _ modelName: String,
        _ request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(FalServerError) -> ServerResponse {
        if let limit = request.query["fal_max_queue_length"].flatMap({ Int($0) }) {
            let waiting = context.runs.list(Self.provider).filter { snapshot in
                if case .queued = snapshot.progress { true } else { false }
            }
            guard waiting.count <= limit else { throw .queueTooLong }
        }
        let run = try accept(modelName, request, injected)
        var members = FalServerQueueStatus.addresses(of: run, injected)
        members["status"] = "IN_QUEUE"
        members["queue_position"] = 0
        return .json(200, .object(members), headers: ["x-fal-request-id": run.id])
    }

    private func runAndWait(
        _ modelName: String,
        _ request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(FalServerError) -> ServerResponse {
        let run = try accept(modelName, request, injected)
        guard let snapshot = context.runs.wait(for: run.id) else { throw .noSuchRequest }
        return try outcome(snapshot, injected)
    }

    private func find(_ id: String) throws(FalServerError) -> RunSnapshot {
        guard let snapshot = context.runs.find(id, of: Self.provider) else { throw .noSuchRequest }
        return snapshot
    }

    /// The status of a request as server-sent events, one for each change until it is completed.
    private func stream(
        _ id: String,
        _ request: ServerRequest,
        _ injected: InjectedFaults
    ) throws(FalServerError) -> ServerResponse {
        _ = try find(id)
        let hasLogs = Self.wantsLogs(request)
        let last = Mutex<String?>(nil)
        let runs = context.runs
        let stream = ServerStream(length: nil) { stopping in
            while let snapshot = runs.find(id) {
                let state = FalServerQueueStatus(
                    snapshot: snapshot, injected: injected, hasLogs: hasLogs)
                let sent = last.withLock { last in
                    defer { last = state.statusWord }
                    return last
                }
                if sent == "COMPLETED" { return .end }
                if sent != state.statusWord {
                    return .bytes(Data("data: \(state.json.line)\n\n".utf8))
                }
                guard stopping.pause(.milliseconds(20)) else { return .end }
            }
            return .end
        }
        return ServerResponse(
            status: 200,
            headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-cache"],
            body: .stream(stream))
    }

    private func result(_ id: String, _ injected: InjectedFaults) throws(FalServerError)
        -> ServerResponse
    {
        let snapshot = try find(id)
        guard snapshot.progress.hasEnded else {
            return .text(400, "Request is still in progress")
        }
        return try outcome(snapshot, injected)
    }

    private func outcome(
        _ snapshot: RunSnapshot,
        _ injected: InjectedFaults
    ) throws(FalServerError) -> ServerResponse {
        switch snapshot.progress {
        case .succeeded(_, _, let clip):
            return .json(
                200, output(snapshot.run, clip, injected),
                headers: [
                    "x-fal-request-id": snapshot.run.id,
                    "x-fal-billable-units": String(snapshot.run.billedSeconds),
                ])
        case .failed(_, _, let failure): throw failure.falError
        case .queued, .running, .cancelled:
            throw FalServerError(499, "Request was cancelled", type: "client_cancelled")
        }
    }

    /// The output of the model, without an envelope.
    func output(
        _ run: Run,
        _ clip: Run.DeliveredClip,
        _ injected: InjectedFaults
    ) -> JSONValue {
        [
            "video": [
                "url": .string(context.link(to: clip, at: run.baseURL, injected)),
                "content_type": "video/mp4",
                "file_name": "output.mp4",
                "file_size": .integer(context.claimedSize(of: clip, injected)),
            ]
        ]
    }

    private func cancel(_ id: String) -> ServerResponse {
        guard context.runs.find(id, of: Self.provider) != nil else {
            return .json(404, ["status": "NOT_FOUND"])
        }
        guard context.runs.cancel(id) else {
            return .json(400, ["status": "ALREADY_COMPLETED"])
        }
        context.statistics.count(.cancel)
        return .json(202, ["status": "CANCELLATION_REQUESTED"])
    }
}
