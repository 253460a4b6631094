/// Every provider that a list or `--provider` may name: a new one is one line here.
package enum ProviderRegistry {
    package static let all: [any Provider.Type] = [
        RunflowProvider.self,
        RunflowSyncProvider.self,
        FalProvider.self,
        FalSyncProvider.self,
        EachlabsProvider.self,
    ]

    /// The provider that is meant where none is named.
    package static var standard: any Provider.Type { RunflowProvider.self }

    /// The provider of a name; `nil` for one that nobody bears.
    package static func named(_ name: String) -> (any Provider.Type)? {
        all.first { $0.identity.name == name }
    }

    package static var names: [String] { all.map { $0.identity.name } }
}
