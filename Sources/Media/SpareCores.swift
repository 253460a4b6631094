import DailiesThreads
import Synchronization

/// The cores that no decoder of this process uses.
///
/// A decoder that is alone takes them all, so that one clip is decoded on every core; those opened
/// while it runs take one each, so that a batch of clips isn't slowed by their switching.
struct SpareCores: ~Copyable {
    /// At most the processors that the process may use, which can be fewer than the machine has.
    private static let coreCount = WorkerThreads.sharedCount
    private static let used = Mutex(0)

    /// The cores that were taken, at least one.
    let count: Int

    /// Takes the cores that are spare, until the value is destroyed.
    ///
    /// - Parameter minimum: how many are taken even if fewer are spare.
    static func takeAll(atLeast minimum: Int) -> SpareCores {
        SpareCores(
            count: used.withLock { used in
                let count = max(minimum, coreCount - used)
                used += count
                return count
            })
    }

    /// Takes one core, whether one is spare or not, until the value is destroyed.
    static func takeOne() -> SpareCores {
        used.withLock { $0 += 1 }
        return SpareCores(count: 1)
    }

    private init(count: Int) { self.count = count }

    deinit { Self.used.withLock { $0 -= count } }

    /// How many threads a decoder runs on these cores: one more than cores where it has several,
    /// since it also waits for frames that others decode.
    var threadCount: Int32 { count == 1 ? 1 : Int32(min(count + 1, Self.mostThreads)) }

    /// More threads hold more pictures in memory and gain little.
    private static let mostThreads = 16
}
