import DailiesGeneration

/// A variable of the environment that the program reads, for the manual page.
struct EnvironmentVariable: Hashable, Sendable {
    let name: String
    let purpose: String

    /// Every variable, those of providers first.
    static var all: [EnvironmentVariable] {
        var variables: [EnvironmentVariable] = []
        func add(_ name: String, _ purpose: String) {
            if !variables.contains(where: { $0.name == name }) {
                variables.append(EnvironmentVariable(name: name, purpose: purpose))
            }
        }
        for identity in ProviderRegistry.all.map({ $0.identity }) {
            for name in identity.keyVariables.joined() { add(name, "A key of \(identity.title).") }
        }
        for identity in ProviderRegistry.all.map({ $0.identity }) {
            for address in identity.addresses {
                add(
                    address.variable,
                    "Overrides the address of \(identity.title) for \(address.role).")
            }
            if let name = identity.callbackSecretVariable {
                add(name, "The secrets that callbacks of \(identity.title) are signed with.")
            }
        }
        add("DAILIES_PRESETS", "The folder of presets, instead of the one that was installed.")
        add("XDG_CONFIG_HOME", "The folder in which dailies/ holds settings, instead of ~/.config.")
        add("NO_COLOR", "If it isn't empty, nothing is coloured.")
        return variables
    }
}
