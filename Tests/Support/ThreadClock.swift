import Glibc

/// The time that a thread really works, however busy the machine is.
package enum ThreadClock {
    /// The work of the calling thread so far.
    package static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
