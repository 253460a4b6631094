internal import CDailiesFFmpeg
import DailiesContainer

/// Reads a file for libav: an I/O context over a file that other readers share.
final class FileInput {
    /// libav's I/O context; valid as long as this object.
    private(set) var context: UnsafeMutablePointer<AVIOContext>?
    private let file: FileBytes
    /// Called before bytes are read; `true` aborts.
    private let shouldStop: (@Sendable () -> Bool)?
    private var position: Int64 = 0

    /// libav's own buffer size for files.
    private static let bufferSize = 32 << 10

    init(_ file: FileBytes, shouldStop: (@Sendable () -> Bool)?) throws(MediaError) {
        self.file = file
        self.shouldStop = shouldStop
        guard let buffer = av_malloc(Self.bufferSize) else {
            throw MediaError(.noMemory, "open", file.path)
        }
        // Unretained: libav uses the context only as long as this object's owner.
        context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 0,
            Unmanaged.passUnretained(self).toOpaque(),
            { opaque, target, count in
                guard let opaque, let target else { return dailies_averror_eof }
                return Unmanaged<FileInput>.fromOpaque(opaque).takeUnretainedValue()
                    .read(into: UnsafeMutableRawBufferPointer(start: target, count: Int(count)))
            }, nil,
            { opaque, offset, origin in
                guard let opaque else { return -1 }
                return Unmanaged<FileInput>.fromOpaque(opaque).takeUnretainedValue()
                    .seek(to: offset, origin)
            })
        guard context != nil else {
            av_free(buffer)
            throw MediaError(.noMemory, "open", file.path)
        }
    }

    deinit {
        // libav may have replaced the buffer.
        av_free(context?.pointee.buffer)
        context?.pointee.buffer = nil
        avio_context_free(&context)
    }

    private func read(into target: UnsafeMutableRawBufferPointer) -> Int32 {
        guard shouldStop?() != true else { return dailies_averror_exit }
        let count = file.read(at: position, into: target)
        position += Int64(count)
        return count > 0 ? Int32(count) : dailies_averror_eof
    }

    /// - Parameter origin: what the offset counts from, or `AVSEEK_SIZE` for the file's size.
    private func seek(to offset: Int64, _ origin: Int32) -> Int64 {
        let base: Int64
        switch origin & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return file.count
        case SEEK_SET: base = 0
        case SEEK_CUR: base = position
        case SEEK_END: base = file.count
        default: return Int64(MediaError.Code.invalidData.rawValue)
        }
        let (target, isOverflow) = base.addingReportingOverflow(offset)
        guard !isOverflow, target >= 0 else { return Int64(MediaError.Code.invalidData.rawValue) }
        position = target
        return target
    }
}
