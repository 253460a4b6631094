import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// One session at a time in a folder.
struct ProductionLockTests {
    @Test func aSecondLockFailsWhileTheFirstIsHeld() throws {
        let folder = try TemporaryFolder()
        let production = ProductionFolder(path: folder.path)
        let lock = try ProductionLock.acquire(production)
        #expect(throws: SessionError.self) { _ = try ProductionLock.acquire(production) }
        _ = consume lock
        _ = try ProductionLock.acquire(production)
    }

    /// As between a fork and the exec that closes the child's copy.
    @Test func aCopyOfTheDescriptorDoesNotKeepTheLock() throws {
        let folder = try TemporaryFolder()
        let production = ProductionFolder(path: folder.path)
        let lock = try ProductionLock.acquire(production)
        let held = try descriptor(of: folder.path)
        let copy = dup(try #require(held))
        defer { close(copy) }
        #expect(copy >= 0)
        _ = consume lock
        _ = try ProductionLock.acquire(production)
    }

    /// The descriptor that this process has open for a path.
    private func descriptor(of path: String) throws -> Int32? {
        let own = "/proc/self/fd"
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return try FileManager.default.contentsOfDirectory(atPath: own).first { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "\(own)/\(name)")
            return target == resolved
        }.flatMap { Int32($0) }
    }
}
