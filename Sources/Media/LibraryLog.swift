internal import CDailiesFFmpeg
import Glibc
import Synchronization

/// Captures the log that libav would print on standard error and keeps the last line of each
/// thread, so that an error can carry the library's own explanation.
enum LibraryLog {
    private static let lastLines = Mutex<[UInt: String]>([:])
    /// The number of errors and concealments that each counted decoder has logged, by the address of
    /// its context.
    private static let decoderErrors = Mutex<[UInt: Int]>([:])

    private static let isInstalled: Bool = {
        av_log_set_level(AV_LOG_ERROR)
        av_log_set_callback { context, level, format, arguments in
            guard let format, let arguments else { return }
            let isError = level <= AV_LOG_ERROR
            if isError { LibraryLog.keep(context, level, format, arguments) }
            if isError || isConcealment(format), let context { LibraryLog.count(context) }
        }
        return true
    }()

    /// Whether a line says that libavcodec concealed missing parts of a picture ("concealing 76 DC, 76
    /// AC, 76 MV errors in P frame"); its level is only `AV_LOG_INFO`.
    ///
    /// The decoder also marks the frame as damaged, but with several threads it can return the frame
    /// before it is marked.
    private static func isConcealment(_ format: UnsafePointer<CChar>) -> Bool {
        strncmp(format, "concealing ", 11) == 0
    }

    /// Installs the log callback once per process and discards this thread's last line.
    ///
    /// Every owner of a libav object calls it before it creates the object.
    static func install() {
        _ = isInstalled
        _ = consumeLastLine()
    }

    /// Returns and removes the last line logged on this thread.
    static func consumeLastLine() -> String? {
        lastLines.withLock { $0.removeValue(forKey: UInt(pthread_self())) }
    }

    /// Starts counting the errors and concealments that a decoder logs on any of its threads.
    ///
    /// Called before the decoder is opened. Each of its threads then gets a copy of the context, with
    /// the same `opaque`.
    static func startCounting(_ decoder: UnsafeMutablePointer<AVCodecContext>) {
        decoder.pointee.opaque = UnsafeMutableRawPointer(decoder)
        decoderErrors.withLock { $0[UInt(bitPattern: decoder)] = 0 }
    }

    /// Counts a line that an object of libav logged, if it is a counted decoder's.
    private static func count(_ object: UnsafeMutableRawPointer) {
        // An object that logs begins with a pointer to its class.
        let itsClass = object.load(as: UnsafePointer<AVClass>?.self)
        guard itsClass == avcodec_get_class() else { return }
        let decoder = object.assumingMemoryBound(to: AVCodecContext.self).pointee.opaque
        decoderErrors.withLock { errors in
            let key = UInt(bitPattern: decoder)
            if let count = errors[key] { errors[key] = count + 1 }
        }
    }

    /// Returns how many errors and concealments a counted decoder has logged since the last call.
    static func consumeErrorCount(of decoder: UnsafeMutableRawPointer) -> Int {
        decoderErrors.withLock { errors in
            let key = UInt(bitPattern: decoder)
            guard let count = errors[key] else { return 0 }
            errors[key] = 0
            return count
        }
    }

    /// Stops counting a decoder's lines.
    static func stopCounting(_ decoder: UnsafeMutableRawPointer) {
        _ = decoderErrors.withLock { $0.removeValue(forKey: UInt(bitPattern: decoder)) }
    }

    private static func keep(
        _ context: UnsafeMutableRawPointer?,
        _ level: Int32,
        _ format: UnsafePointer<CChar>,
        _ arguments: CVaListPointer
    ) {
        var line = [CChar](repeating: 0, count: 512)
        var showsPrefix: Int32 = 0
        av_log_format_line2(
            context, level, format, arguments, &line, Int32(line.count), &showsPrefix)
        var text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        let kept = text
        if !kept.isEmpty { lastLines.withLock { $0[UInt(pthread_self())] = kept } }
    }
}
