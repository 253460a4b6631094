internal import CDailiesFFmpeg

/// A question that libav asks before each reading of bytes: whether to give up.
final class InterruptCallback: Sendable {
    private let shouldStop: @Sendable () -> Bool

    init(_ shouldStop: @escaping @Sendable () -> Bool) { self.shouldStop = shouldStop }

    /// The question in libav's form; whoever hands it out must keep `self` alive meanwhile.
    var callback: AVIOInterruptCB {
        AVIOInterruptCB(
            callback: { opaque in
                guard let opaque else { return 0 }
                let asked = Unmanaged<InterruptCallback>.fromOpaque(opaque).takeUnretainedValue()
                return asked.shouldStop() ? 1 : 0
            },
            opaque: Unmanaged.passUnretained(self).toOpaque())
    }
}
