import Glibc

/// Starts dedicated threads for blocking work.
///
/// Neither the cooperative pool nor Dispatch's threads are suitable: a blocking call on either keeps
/// other tasks of the process from running.
package enum OwnThread {
    /// libav's decoders and x264 use large stack frames.
    private static let stackSize = 8 << 20

    /// Starts a thread, which does the work and ends.
    ///
    /// - Parameter name: the name in debuggers and `top`, which show its first fifteen bytes.
    /// - Returns: `false` if the system can't start another thread.
    @discardableResult
    package static func start(named name: String, _ work: @escaping @Sendable () -> Void) -> Bool {
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        pthread_attr_setstacksize(attributes, stackSize)
        let box = Unmanaged.passRetained(NamedWork(name: name, work: work)).toOpaque()
        var thread: pthread_t = 0
        let started = pthread_create(&thread, attributes, runNamedWork, box)
        guard started == 0 else {
            Unmanaged<NamedWork>.fromOpaque(box).release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}

/// The name and the work of a new thread.
private final class NamedWork: Sendable {
    let name: String
    let work: @Sendable () -> Void

    init(name: String, work: @escaping @Sendable () -> Void) {
        self.name = name
        self.work = work
    }

    func run() {
        let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        if descriptor >= 0 {
            _ = write(descriptor, name, name.utf8.count)
            close(descriptor)
        }
        work()
    }
}

/// The start routine of a thread: releases the retained box and runs its work.
private func runNamedWork(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { Unmanaged<NamedWork>.fromOpaque(box).takeRetainedValue().run() }
    return nil
}
