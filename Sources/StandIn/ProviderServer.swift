import DailiesHTTPServer

/// The server side of one provider's protocol.
protocol ProviderServer: Sendable {
    /// The provider whose protocol it speaks.
    static var provider: SimulatedProvider { get }

    /// Whether the path of a request belongs to this provider.
    func handles(_ request: ServerRequest) -> Bool

    /// The properties of a request that fault rules match.
    func faultContext(of request: ServerRequest) -> FaultContext

    /// Handles a request and returns the response.
    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse

    /// The response, in the provider's format, to a request that a fault fails with a status.
    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse

    /// Sends the callback for a run that has ended, if its request named a callback address.
    func sendCallback(for snapshot: RunSnapshot)
}
