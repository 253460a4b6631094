import DailiesHTTPServer

/// A provider for rehearsals: it speaks a real provider's protocol on the loopback interface and
/// delivers real MP4 clips, for free.
///
/// It keeps nothing: with the process its runs and clips are gone, however the process ends.
package final class StandInServer: Sendable {
    private let listener: Listener
    private let forge: ClipForge

    /// How a stand-in behaves.
    package struct Options: Sendable {
        /// The port to listen on; 0 takes any free one.
        package var port: UInt16
        /// How long a run takes from its creation to its success at the least.
        package var latency: Duration
        /// How long a link to a clip is good for, in whole seconds; asking for the run again
        /// gives a fresh one.
        package var linkLifetime: Duration

        /// Makes options; links live for 24 hours as the provider's do.
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
        let forge = ClipForge(spool: spool)
        let files = ClipFiles(
            spool: spool, linkLifetime: options.linkLifetime, statistics: statistics)
        let runflow = RunflowAPI(
            forge: forge, files: files, latency: options.latency, statistics: statistics)
        let router = Router(runflow: runflow, files: files, statistics: statistics)
        self.forge = forge
        var listening = Listener.Options()
        listening.port = options.port
        listener = Listener(listening, answer: router.answer)
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

    /// Closes all connections and gives up clips in the making.
    ///
    /// Stopping twice does nothing more.
    package func stop() {
        listener.stop()
        forge.close()
    }
}
