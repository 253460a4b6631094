import DailiesLedger
import DailiesTestSupport
import Dispatch
import Synchronization
import Testing

/// Several processes may open a new ledger at the same time.
struct FirstOpeningTests {
    @Test func concurrentFirstOpeningsAllSucceed() throws {
        let folder = try TemporaryFolder()
        let failures = Mutex<[String]>([])
        for round in 0..<20 {
            let path = folder.file("ledger-\(round).sqlite")
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                do {
                    _ = try Ledger(path: path)
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
    }
}
