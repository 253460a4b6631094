import DailiesHTTP
import DailiesJSON
import Foundation

/// Kling's own API, in its older protocol: `v1/videos/…`, with the model in the request.
///
/// It takes fields that the newer protocol hasn't, such as `negative_prompt`, and the tokens of a
/// key pair.
///
/// Sources: Kling, *Text to video* and *Image to video* of v1: create, query one, query a list.
package struct KlingV1Provider: KlingAPIProvider {
    package static let identity = ProviderIdentity(
        name: "kling-v1", title: "Kling (v1)", keyVariables: KlingCredential.keyVariables,
        addresses: [KlingService.address], listsClientReference: true)

    let service: KlingService

    package init(_ access: ProviderAccess) { service = KlingService(access) }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        var body = request.input.members ?? [:]
        if request.sendsReference { body["external_task_id"] = .string(request.clientReference) }
        body["callback_url"] = request.callback.map { .string($0.url) }
        return try await service.submit(
            .object(body), to: request.endpoint, timeout: Self.identity.submitTimeout
        ) { remoteRun(id: $0, endpoint: request.endpoint) }
    }

    /// A task is polled below the path that it was created at.
    package func remoteRun(id: String, endpoint: String) -> RemoteRun {
        RemoteRun(id: id, addresses: [Self.taskURL: address(of: id, endpoint)])
    }

    private static let taskURL = "task_url"

    private func address(of id: String, _ endpoint: String) -> String {
        "\(instance)/\(endpoint)/\(percentEncoded(id))"
    }

    package func report(on run: RemoteRun) async throws -> RunReport {
        guard let url = run.addresses[Self.taskURL], service.api.isTrusted(url) else {
            throw ProviderFailure.refused(
                reason: "the task's address is not at \(instance); set KLING_BASE_URL to the value "
                    + "that the run was bought with")
        }
        guard let task = try await service.tasks(url).first(where: { KlingTask.id($0) == run.id })
        else { throw ProviderFailure.notFound }
        return service.reader.report(task, run: run)
    }

    /// Looks a task up by our own id in the place of Kling's; if there is none, in the list too, in
    /// case that a server knows only its own ids.
    package func find(_ lost: LostSubmit) async throws -> RunSearch? {
        let single = try await tasks(address(of: lost.clientReference, lost.endpoint))
        let search = search(single ?? [], for: lost)
        guard search.matches.isEmpty, let listed = try await listedTasks(lost) else {
            return search
        }
        return self.search(listed, for: lost)
    }

    private func search(_ tasks: [JSONValue], for lost: LostSubmit) -> RunSearch {
        service.search(tasks, for: lost) { remoteRun(id: $0, endpoint: lost.endpoint) }
    }

    /// The tasks of an answer; `nil` if the server knows no such task or address.
    private func tasks(_ url: String) async throws -> [JSONValue]? {
        do {
            return try await service.tasks(url)
        } catch let failure as ProviderFailure {
            guard failure == .notFound else { throw failure }
            return nil
        }
    }

    /// The largest page that Kling returns, and how many are read: more tasks than a night has.
    private static let (pageSize, pageCount) = (500, 20)

    /// The tasks in the list, up to the page that has the one that is looked for; `nil` if the
    /// server has no list.
    private func listedTasks(_ lost: LostSubmit) async throws -> [JSONValue]? {
        var listed: [JSONValue] = []
        for page in 1...Self.pageCount {
            let query = "pageNum=\(page)&pageSize=\(Self.pageSize)"
            guard let tasks = try await tasks("\(instance)/\(lost.endpoint)?\(query)") else {
                return listed.isEmpty ? nil : listed
            }
            listed += tasks
            let isFound = tasks.contains { KlingTask.reference($0) == lost.clientReference }
            if isFound || tasks.count < Self.pageSize { break }
        }
        return listed
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try service.upload(file, hostLimit: 10 << 20)
    }
}
