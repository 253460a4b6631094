package import DailiesHTTPServer

/// A provider for rehearsals: it speaks the real providers' protocols on the loopback interface
/// and delivers real MP4 clips, for free.
///
/// It keeps nothing: with the process its runs and clips are gone, however the process ends.
package final class StandInServer: Sendable {
    private let listener: Listener
    private let clipGenerator: ClipGenerator
    private let runs: RunStore
    private let callbackSender: CallbackSender

    /// How a stand-in behaves.
    package struct Options: Sendable {
        /// The port to listen on; 0 takes any free one.
        package var port: UInt16
        /// How long a run takes from its creation to its success at the least.
        package var latency: Duration
        /// How long a signed link to a clip is good for, in whole seconds; asking for the run
        /// again gives a fresh one.
        package var linkLifetime: Duration
        /// What goes wrong.
        package var faults = FaultScript.none
        /// What it offers beyond the pages of the models; nothing, unless it is asked for.
        package var extraFeatures: Set<ExtraFeature> = []
        /// Signs Runflow's callbacks; without it they are not signed.
        package var runflowCallbackSecret: String?
        /// What a second is in the schedules by which callbacks are tried again.
        package var callbackRetryUnit: Duration = .seconds(1)
        /// With a certificate it speaks HTTPS, and nothing else.
        package var certificate: Listener.Certificate?

        /// Makes options; links live for 24 hours as the providers' do.
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
            statistics: statistics, extraFeatures: options.extraFeatures)
        let router = Router(
            [
                FalServer(context), EachlabsServer(context),
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

    /// Listens on 127.0.0.1 and nowhere else.
    ///
    /// - Throws: an error that describes itself, where the port or a temporary file can't be had.
    package static func start(_ options: Options) throws -> StandInServer {
        let server = try StandInServer(options)
        try server.listener.start()
        return server
    }

    /// The port it listens on.
    package var port: UInt16 { listener.port }

    /// Where it is reached, such as `http://127.0.0.1:8080`.
    package var baseURL: String { listener.baseURL }

    /// Where each provider is reached, by the provider's name; `fal-run` is fal's synchronous host.
    package var addresses: [String: String] {
        var addresses = ["fal-run": "\(baseURL)/\(FalServerRoute.syncRoot)"]
        for provider in SimulatedProvider.allCases { addresses[provider.rawValue] = baseURL }
        return addresses
    }

    /// Closes all connections, gives up clips in the making and callbacks on their way.
    ///
    /// Stopping twice does nothing more.
    package func stop() {
        runs.close()
        callbackSender.close()
        listener.stop()
        clipGenerator.close()
    }
}
