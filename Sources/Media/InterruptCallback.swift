internal import CDailiesFFmpeg

/// libav's interrupt callback: called before bytes are read, to decide whether to abort.
final class InterruptCallback: Sendable {
    private let shouldStop: @Sendable () -> Bool

    init(_ shouldStop: @escaping @Sendable () -> Bool) { self.shouldStop = shouldStop }

    /// The callback as libav's struct.
    ///
    /// It holds `self` unretained, so the caller must keep `self` alive as long as libav may call it.
    var callback: AVIOInterruptCB {
        AVIOInterruptCB(
            callback: { opaque in
                guard let opaque else { return 0 }
                let owner = Unmanaged<InterruptCallback>.fromOpaque(opaque).takeUnretainedValue()
                return owner.shouldStop() ? 1 : 0
            },
            opaque: Unmanaged.passUnretained(self).toOpaque())
    }
}
