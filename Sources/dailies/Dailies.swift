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

    /// Keeps the memory small that was freed and isn't given back to the system.
    ///
    /// glibc has eight heaps for each core, and each keeps what was freed below something still in use; and
    /// after a large block was freed, it takes blocks of that size from the heaps too. A session of hundreds
    /// of runs would grow by half a megabyte for each of them.
    private static func limitUnusedMemory() {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }
}
