/// A protocol of Kling's own API: what both of them answer alike.
protocol KlingAPIProvider: Provider {
    var service: KlingService { get }
}

extension KlingAPIProvider {
    package var instance: String { service.instance }

    package var accountMark: String? { service.api.accountMark }

    /// No request to cancel a task is documented.
    package func cancel(_ run: RemoteRun) async throws -> Cancellation { .unsupported }

    package func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        try KlingCallbacks().verify(callback)
    }
}
