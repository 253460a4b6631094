import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation

/// The server side of Replicate's API.
///
/// Source: replicate.com/docs and the models' pages. It differs from them in one point: a request
/// without a token is accepted, so that a rehearsal needs none.
struct ReplicateServer: ProviderServer {
    static let provider = SimulatedProvider.replicate

    let context: ServerContext
    /// The secret that webhooks are signed with: `whsec_` and the key in Base64.
    let webhookSecret: String
    let files = ReplicateServerFiles()
    private let pictures: PictureResolver

    private static let fields: Set = ["input", "stream", "webhook", "webhook_events_filter"]
    private static let events: Set = ["start", "output", "logs", "completed"]

    init(_ context: ServerContext) {
        self.context = context
        webhookSecret = "whsec_\(Data(randomHexadecimal().utf8).base64EncodedString())"
        pictures = PictureResolver(uploads: context.uploads)
    }

    func handles(_ request: ServerRequest) -> Bool { ReplicateServerRoute(request) != nil }

    func faultContext(of request: ServerRequest) -> FaultContext {
        let route = ReplicateServerRoute(request)
        var faultContext = FaultContext(
            points: route?.point(request.method).map { [$0] } ?? [], provider: Self.provider,
            run: route?.id)
        if case .prediction(let id) = route, context.runs.find(id)?.progress.hasEnded == true {
            faultContext.points.insert(.result)
        }
        return faultContext
    }

    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse {
        do { return try respond(to: request, injected) } catch { return error.response }
    }

    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse {
        ReplicateServerError.injected(status).response
    }

    private func respond(
        to request: ServerRequest, _ injected: InjectedFaults
    ) throws(ReplicateServerError) -> ServerResponse {
        guard let route = ReplicateServerRoute(request),
            route.extraFeature(request.method).map(context.extraFeatures.contains) ?? true
        else { throw .notFound }
        let method = request.isRead ? "GET" : request.method
        guard route.methods.contains(method) else { throw .wrongMethod }
        try authorize(request)
        switch route {
        case .createOfModel(let name): return try create(request, model: name, injected)
        case .predictions:
            return method == "GET"
                ? try list(request) : try create(request, model: nil, injected)
        case .prediction(let id):
            let snapshot = try find(id)
            context.statistics.count(.poll)
            return .json(200, prediction(snapshot, injected).json)
        case .cancel(let id):
            _ = try find(id)
            if context.runs.cancel(id) { context.statistics.count(.cancel) }
            return .json(200, prediction(try find(id), injected).json)
        case .files: return try store(request)
        case .file(let id): return try file(id, at: request.baseURL)
        case .webhookSecret: return .json(200, ["key": .string(webhookSecret)])
        }
    }

    /// Accepts a token in `Authorization`, and a request without one; refuses any other form.
    private func authorize(_ request: ServerRequest) throws(ReplicateServerError) {
        guard let credentials = request.headers["authorization"] else { return }
        let words = credentials.split(separator: " ", maxSplits: 1)
        guard words.count == 2, ["bearer", "token"].contains(words[0].lowercased()) else {
            throw .unauthenticated
        }
    }

    /// - Parameter model: the model in the path; `nil` if the body names a version.
    private func create(
        _ request: ServerRequest, model: String?, _ injected: InjectedFaults
    ) throws(ReplicateServerError) -> ServerResponse {
        guard let bytes = request.body else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: bytes), let members = body.members else {
            throw .noJSON
        }
        try checkFields(members, needsVersion: model == nil)
        let name: String
        if let model { name = model } else { name = try Self.model(ofVersion: body["version"]) }
        let asked = try check(body["input"] ?? .null, of: name, at: request.baseURL) {
            model == nil ? .noSuchVersion : .notFound
        }
        let run = context.accept(
            RunStore.NewRun(
                provider: Self.provider, modelName: name, asked: asked, body: body,
                baseURL: request.baseURL, injected: injected))
        wait(for: run.id, request.headers["prefer"])
        return .json(201, prediction(try find(run.id), injected).json)
    }

    /// Checks the members beside the input, of which Replicate refuses unknown ones.
    private func checkFields(
        _ members: [String: JSONValue], needsVersion: Bool
    ) throws(ReplicateServerError) {
        var problems: [(type: String, field: String, description: String)] = []
        let known = needsVersion ? Self.fields.union(["version"]) : Self.fields
        for name in (needsVersion ? ["input", "version"] : ["input"]) where members[name] == nil {
            problems.append(("required", "", "\(name) is required"))
        }
        for name in members.keys.sorted() where !known.contains(name) {
            problems.append(
                (
                    "additional_property_not_allowed", "",
                    "Additional property \(name) is not allowed"
                ))
        }
        if let input = members["input"], input.members == nil {
            problems.append(("invalid_type", "input", "Invalid type. Expected: object"))
        }
        if let webhook = members["webhook"], !Self.isWebhook(webhook.text ?? "") {
            problems.append(("format", "webhook", "Does not match format 'uri'"))
        }
        if let events = members["webhook_events_filter"],
            !(events.elements ?? [.null]).allSatisfy({ Self.events.contains($0.text ?? "") })
        {
            problems.append(("enum", "webhook_events_filter", "must be a list of events"))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
    }

    /// An HTTPS address, or one on this machine.
    private static func isWebhook(_ url: String) -> Bool {
        url.hasPrefix("https://") || url.hasPrefix("http://127.0.0.1:")
            || url.hasPrefix("http://localhost:")
    }

    /// The model of `owner/name` or `owner/name:version`; the versions' ids alone aren't known here.
    private static func model(
        ofVersion version: JSONValue?
    ) throws(ReplicateServerError) -> String {
        let name = (version?.text ?? "").prefix { $0 != ":" }
        guard name.split(separator: "/").count == 2 else { throw .noSuchVersion }
        return String(name)
    }

    /// Checks an input by the files of models: a model is several there if its tiers or tasks share
    /// an address.
    private func check(
        _ input: JSONValue, of model: String, at baseURL: String,
        unknown: () -> ReplicateServerError
    ) throws(ReplicateServerError) -> ModelInput {
        let pictures = pictures
        let files = files
        let prefix = "\(baseURL)/v1/files/"
        let rules = PictureResolver.AddressRules { address in
            address.hasPrefix(prefix)
                ? files.path(of: String(address.dropFirst(prefix.count))) ?? "" : nil
        }
        let all = context.models.endpoints(model, at: ["replicate"])
        guard !all.isEmpty else { throw unknown() }
        let candidates = all.filter { endpoint in
            endpoint.constants.allSatisfy { name, value in (input[name] ?? value) == value }
        }
        guard !candidates.isEmpty else {
            let names = Set(all.flatMap(\.constants.keys)).sorted()
            throw .invalid(
                names.map { FieldProblem(field: "input.\($0)", message: "is not allowed") })
        }
        var fewest: [FieldProblem]?
        for endpoint in candidates {
            do {
                return try endpoint.check(input, path: "input") {
                    pictures.resolve($0, at: baseURL, rules)
                }
            } catch {
                if fewest.map({ error.problems.count < $0.count }) ?? true {
                    fewest = error.problems
                }
            }
        }
        throw .invalid(fewest ?? [])
    }

    /// Waits for the end of a prediction as `Prefer: wait` or `wait=n` asks, up to 60 s.
    private func wait(for id: String, _ preference: String?) {
        guard let preference, preference.hasPrefix("wait") else { return }
        let seconds = preference.split(separator: "=").dropFirst().first.flatMap { Int($0) } ?? 60
        let end = ContinuousClock.now + .seconds(min(max(seconds, 1), 60))
        while ContinuousClock.now < end, context.runs.find(id)?.progress.hasEnded == false {
            usleep(20_000)
        }
    }

    private func find(_ id: String) throws(ReplicateServerError) -> RunSnapshot {
        guard let snapshot = context.runs.find(id, of: Self.provider) else { throw .notFound }
        return snapshot
    }

    func prediction(
        _ snapshot: RunSnapshot, _ injected: InjectedFaults
    ) -> ReplicateServerPrediction {
        ReplicateServerPrediction(
            snapshot: snapshot, isRemoved: context.isRemoved(snapshot), injected: injected
        ) { clip in
            context.link(to: clip, at: snapshot.run.baseURL, injected)
        }
    }
}
