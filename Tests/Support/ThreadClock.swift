import Glibc

/// The CPU time of a thread, which doesn't depend on the load of the machine.
package enum ThreadClock {
    /// The CPU time of the calling thread so far.
    package static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
