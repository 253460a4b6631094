/// Every provider that a list or `--provider` may name; a new provider adds one line here.
package enum ProviderRegistry {
    package static let all: [any Provider.Type] = [
        RunflowProvider.self,
        RunflowSyncProvider.self,
        FalProvider.self,
        FalSyncProvider.self,
        EachlabsProvider.self,
        KlingProvider.self,
        KlingV1Provider.self,
        ReplicateProvider.self,
    ]

    /// The provider with a name; `nil` if there is none.
    package static func named(_ name: String) -> (any Provider.Type)? {
        all.first { $0.identity.name == name }
    }

    package static var names: [String] { all.map { $0.identity.name } }
}
