import DailiesGeneration
import DailiesHTTP
import DailiesTestSupport
import Foundation
import Testing

/// Keys and addresses from the environment.
struct ProviderAccessTests {
    private let client = HTTPClient()

    @Test(
        arguments: [
            (["FAL_KEY": "id:secret"], "id:secret"), (["FAL_KEY": "id:secret\n"], "id:secret"),
            (["FAL_KEY_ID": "id", "FAL_KEY_SECRET": "secret"], "id:secret"),
            (["FAL_KEY": "", "FAL_KEY_ID": "id", "FAL_KEY_SECRET": "secret"], "id:secret"),
            (["FAL_KEY_ID": "id"], nil), ([:], nil),
        ] as [([String: String], String?)])
    func keyIsReadFromEachOfItsVariables(_ environment: [String: String], _ key: String?) {
        #expect(FalProvider.identity.key(in: environment)?.text == key)
    }

    @Test(arguments: [
        ("queue.example", "https://queue.example"), ("https://q.example/", "https://q.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ])
    func bareHostMeansHTTPS(_ written: String, _ base: String) throws {
        let access = try ProviderAccess(
            FalProvider.identity, environment: ["FAL_QUEUE_RUN_HOST": written], client: client)
        #expect(access.main == base)
    }

    @Test(arguments: ["http://queue.example", "ftp://queue.example"])
    func unencryptedAddressOnAnotherHostIsRejected(_ written: String) {
        #expect(throws: ProviderAccess.InvalidAddress.self) {
            try ProviderAccess(
                FalProvider.identity, environment: ["FAL_QUEUE_RUN_HOST": written], client: client)
        }
    }

    @Test(arguments: ["https://", "https://user:pass@a.example", "ht!tp", "https://a b"])
    func aMalformedAddressIsRejected(_ written: String) {
        #expect(throws: ProviderAccess.InvalidAddress.self) {
            try ProviderAccess(
                RunflowProvider.identity, environment: ["RUNFLOW_BASE_URL": written],
                client: client)
        }
    }

    @Test func otherAddressesDefaultToThisMachineIfTheMainOneIsThere() throws {
        let access = try ProviderAccess(
            FalSyncProvider.identity, environment: ["FAL_RUN_HOST": "http://127.0.0.1:1/fal-run"],
            client: client)
        #expect(access.addresses.values.allSatisfy { isLoopback($0) })
    }
}
