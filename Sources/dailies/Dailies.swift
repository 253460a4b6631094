import CDailiesMalloc
import DailiesCommandLine
import Foundation

@main
enum Dailies {
    static func main() async {
        limitUnusedMemory()
        exit(
            await CommandLineTool(environment: ProcessInfo.processInfo.environment)
                .run(CommandLineTool.arguments))
    }

    /// Limits how much freed memory the process keeps.
    ///
    /// By default glibc allocates from up to eight heaps for each core. A heap returns freed memory to the
    /// system only above its last block in use, and after a large block was freed, blocks of that size come
    /// from the heaps as well. With one heap for two cores, and with blocks of a megabyte or more always
    /// outside of them, a session of 150 runs took some 150 MB instead of 205 on two cores, and verifying
    /// took no longer there.
    private static func limitUnusedMemory() {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        mallopt(M_ARENA_MAX, Int32(clamping: max(1, cores / 2)))
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }
}
