import Foundation

extension ClipSpec {
    /// Truncates or corrupts a finished file if the specification asks for it.
    func damage(_ path: String) throws(FileError) {
        guard defect == .truncated || defect == .corrupt else { return }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open a clip") }
        defer { close(descriptor) }
        let count = lseek(descriptor, 0, SEEK_END)
        if defect == .truncated {
            guard ftruncate(descriptor, count * 3 / 5) == 0 else {
                throw FileError("cut a clip short")
            }
            return
        }
        // The index is at the end of the file, behind the frames that are overwritten.
        var generator = SplitMix64("corrupt")
        for stretch in 3...6 {
            let noise = (0..<2048).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let written = pwrite(descriptor, noise, noise.count, count * off_t(stretch) / 10)
            guard written == noise.count else { throw FileError("corrupt a clip") }
        }
    }
}
