import Foundation

/// A real clip that records whether any process opened it.
///
/// The kernel queues the event (inotify) before the opening returns, so no waiting is needed.
package final class WatchedClip: Sendable {
    package let path: String
    private let watch: Int32

    /// Creates the clip in a folder and starts watching it.
    package init(in folder: TemporaryFolder) throws {
        path = try folder.forge("canary.mp4") { $0.frames = 3 }
        watch = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard watch >= 0, inotify_add_watch(watch, path, UInt32(IN_OPEN | IN_ACCESS)) >= 0
        else { throw POSIXError(.EMFILE) }
    }

    deinit { close(watch) }

    /// Whether the clip was opened or read since the last call.
    package var wasOpened: Bool {
        var events = [UInt8](repeating: 0, count: 4096)
        var isTouched = false
        while read(watch, &events, events.count) > 0 { isTouched = true }
        return isTouched
    }
}
