import Foundation

/// A real clip that knows whether anybody opened it.
///
/// The kernel notes an opening before it returns (inotify), so that there is nothing to wait for.
package final class WatchedClip: Sendable {
    package let path: String
    private let watch: Int32

    /// Puts the clip into a folder and watches it from then on.
    package init(in folder: TemporaryFolder) throws {
        path = try folder.forge("canary.mp4") { $0.frames = 3 }
        watch = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard watch >= 0, inotify_add_watch(watch, path, UInt32(IN_OPEN | IN_ACCESS)) >= 0
        else { throw POSIXError(.EMFILE) }
    }

    deinit { close(watch) }

    /// Whether anybody opened or read it since this was last asked.
    package var wasOpened: Bool {
        var events = [UInt8](repeating: 0, count: 4096)
        var isTouched = false
        while read(watch, &events, events.count) > 0 { isTouched = true }
        return isTouched
    }
}
