package import DailiesHTTPServer

/// A local provider for rehearsals: speaks the protocols of the real providers on the loopback
/// interface and generates real MP4 clips, at no cost.
///
/// Nothing is persisted: all runs and clips are gone when the process ends, even if it is killed.
package final class StandInServer: Sendable {
    private let listener: Listener
    private let clipGenerator: ClipGenerator
    private let runs: RunStore
    private let callbackSender: CallbackSender

    /// The options of a stand-in.
    package struct Options: Sendable {
        /// The port to listen on; 0 for any free port.
        package var port: UInt16
        /// The shortest time between a run's creation and its success.
        package var latency: Duration
        /// The lifetime of a signed link to a clip, in whole seconds; every response that contains
        /// the run has a fresh link.
        package var linkLifetime: Duration
        /// The faults to inject.
        package var faults = FaultScript.none
        /// The extra features that are on; none by default.
        package var extraFeatures: Set<ExtraFeature> = []
        /// The files that describe models (`dailies.model/3`), besides Kling 3.0; one that can't be
        /// read is as if it weren't there.
        package var modelFiles: [String] = []
        /// How long Replicate keeps a run's data and file after its end.
        package var replicateDataLifetime: Duration = .seconds(3600)
        /// The secret that signs Runflow's callbacks; `nil` to leave them unsigned.
        package var runflowCallbackSecret: String?
        /// The length of one second of the providers' callback retry schedules; tests shorten it.
        package var callbackRetryUnit: Duration = .seconds(1)
        /// If set, the server accepts only HTTPS.
        package var certificate: Listener.Certificate?

        /// Makes options; by default links live for 24 hours, as the providers' links do.
        package init(
            port: UInt16 = 0,
            latency: Duration = .seconds(1),
            linkLifetime: Duration = .seconds(86_400)
        ) {
            self.port = port
            self.latency = latency
            self.linkLifetime = linkLifetime
        }
    }

    private init(_ options: Options) throws {
        let spool = try ClipSpool()
        let statistics = Statistics()
        let faultInjector = FaultInjector(options.faults, statistics: statistics)
        let clipGenerator = ClipGenerator(spool: spool)
        let clips = ClipStore(
            spool: spool, linkLifetime: options.linkLifetime, statistics: statistics)
        let runs = RunStore(clipGenerator: clipGenerator, clips: clips, latency: options.latency)
        let callbackSender = CallbackSender(
            faultInjector: faultInjector, retryUnit: options.callbackRetryUnit)
        let context = ServerContext(
            runs: runs, clips: clips, uploads: UploadStore(), callbackSender: callbackSender,
            faultInjector: faultInjector,
            statistics: statistics, models: ModelFiles(paths: options.modelFiles),
            extraFeatures: options.extraFeatures,
            replicateDataLifetime: options.replicateDataLifetime)
        let router = Router(
            [
                FalServer(context), ReplicateServer(context), EachlabsServer(context),
                KlingServer(context),
                RunflowServer(context, callbackSecret: options.runflowCallbackSecret),
            ], context)
        runs.onEnd(router.sendCallback)
        var listening = Listener.Options()
        listening.port = options.port
        listening.certificate = options.certificate
        listening.bodyLimit = Router.bodyLimit
        listener = Listener(listening, answer: router.response)
        self.clipGenerator = clipGenerator
        self.runs = runs
        self.callbackSender = callbackSender
    }

    deinit { stop() }

    /// Starts a server that listens on 127.0.0.1 only.
    ///
    /// - Throws: an error with a description if the port or a temporary file is not available.
    package static func start(_ options: Options) throws -> StandInServer {
        let server = try StandInServer(options)
        try server.listener.start()
        return server
    }

    /// The port it listens on.
    package var port: UInt16 { listener.port }

    /// The base URL, such as `http://127.0.0.1:8080`.
    package var baseURL: String { listener.baseURL }

    /// The base URL of each provider, by its name; `fal-run` is fal's synchronous host.
    package var addresses: [String: String] {
        var addresses = ["fal-run": "\(baseURL)/\(FalServerRoute.syncRoot)"]
        for provider in SimulatedProvider.allCases { addresses[provider.rawValue] = baseURL }
        return addresses
    }

    /// Closes all connections and cancels the generation of clips and the sending of callbacks.
    ///
    /// A second call has no effect.
    package func stop() {
        runs.close()
        callbackSender.close()
        listener.stop()
        clipGenerator.close()
    }
}
