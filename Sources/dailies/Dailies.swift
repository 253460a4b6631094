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

    /// Keeps memory that was freed from staying with the process.
    ///
    /// By default glibc has eight heaps for each core, which each keep what was freed below something still in
    /// use, and blocks of a megabyte come from them once one was freed. With one heap for two cores a session
    /// of hundreds of runs needs a third less memory on a small machine, and verifying takes no longer.
    private static func limitUnusedMemory() {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        mallopt(M_ARENA_MAX, Int32(clamping: max(1, cores / 2)))
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }
}
