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
        add("HOME", "The folder in which .config/dailies/ holds settings.")
        add("NO_COLOR", "If it isn't empty, nothing is coloured.")
        add("TERM", "If it is dumb, a session writes lines instead of a display.")
        add("PATH", "Where doctor looks for the program.")
        for name in ["https_proxy", "HTTPS_PROXY"] {
            add(name, "The proxy for addresses that begin with https.")
        }
        add("http_proxy", "The proxy for addresses that begin with http.")
        for name in ["all_proxy", "ALL_PROXY"] {
            add(name, "The proxy for addresses that have none of their own.")
        }
        for name in ["no_proxy", "NO_PROXY"] {
            add(name, "Hosts that are reached without a proxy, separated by commas.")
        }
        add("TMPDIR", "The folder of temporary files, instead of /tmp.")
        add("SLURM_CPUS_PER_TASK", "The most processors that are used; Slurm sets it.")
        for (name, part) in [
            ("PGSERVICE", "service"), ("PGHOST", "host"), ("PGPORT", "port"), ("PGUSER", "user"),
            ("PGPASSFILE", "file of passwords, instead of ~/.pgpass"),
        ] {
            add(name, "PostgreSQL's \(part), where the address of --ledger has none.")
        }
        return variables
    }
}
