import DailiesHTTP
import DailiesJSON
import Foundation

/// Kling's own API, in the protocol that has the model in the path.
///
/// Sources: Kling, *Text to video*, *Image to video*, *Omni video* of each model, *Query task*.
package struct KlingProvider: KlingAPIProvider {
    package static let identity = ProviderIdentity(
        name: "kling", title: "Kling", keyVariables: KlingCredential.keyVariables,
        addresses: [KlingService.address], listsClientReference: true)

    let service: KlingService

    package init(_ access: ProviderAccess) { service = KlingService(access) }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        var body = request.input.members ?? [:]
        var options = body["options"]?.members ?? [:]
        if request.sendsReference {
            options["external_task_id"] = .string(request.clientReference)
        }
        options["callback_url"] = request.callback.map { .string($0.url) }
        if !options.isEmpty { body["options"] = .object(options) }
        return try await service.submit(
            .object(body), to: request.endpoint, timeout: Self.identity.submitTimeout
        ) { RemoteRun(id: $0) }
    }

    package func report(on run: RemoteRun) async throws -> RunReport {
        let tasks = try await tasks("task_ids", run.id)
        // An unknown id is answered with an empty list.
        guard let task = tasks.first(where: { KlingTask.id($0) == run.id }) else {
            throw ProviderFailure.notFound
        }
        return service.reader.report(task, run: run)
    }

    package func find(_ lost: LostSubmit) async throws -> RunSearch? {
        let tasks: [JSONValue]
        do {
            tasks = try await self.tasks("external_task_ids", lost.clientReference)
        } catch ProviderFailure.notFound {
            tasks = []
        }
        return service.search(tasks, for: lost) { RemoteRun(id: $0) }
    }

    private func tasks(_ parameter: String, _ id: String) async throws -> [JSONValue] {
        try await service.tasks("\(instance)/tasks?\(parameter)=\(percentEncoded(id))")
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try service.upload(file, hostLimit: 50 << 20)
    }
}
