import Foundation

/// A provider's name, and the environment variables that hold its keys and override its addresses.
package struct ProviderIdentity: Sendable {
    /// The value for `--provider`.
    package let name: String
    /// The display name.
    package let title: String
    /// Variables that hold the key; the first entry that is set counts.
    ///
    /// The values of several variables in one entry are joined by a colon.
    package let keyVariables: [[String]]
    /// Base addresses; runs are bought from the first.
    package let addresses: [Address]
    /// The variable with the secrets that callbacks are signed with, separated by commas; `nil` if
    /// the provider uses none.
    package let callbackSecretVariable: String?
    /// Whether the provider's list of runs contains our reference for each run.
    package let listsClientReference: Bool
    /// Whether the response to a submit contains the finished video.
    package let isSynchronous: Bool
    /// How long a finished run's file can be downloaded; `nil` if the provider keeps files for a day
    /// or longer.
    package let resultLifetime: Duration?

    /// The time limit for a submit: 120 s, or 1800 s if the response is the finished video, which
    /// at peak load takes the model many minutes.
    package var submitTimeout: Duration { .seconds(isSynchronous ? 1800 : 120) }

    /// One of a provider's base addresses.
    package struct Address: Sendable {
        /// What it is for, in the provider's terms.
        package let role: String
        /// The variable that overrides it.
        package let variable: String
        /// The address if the variable isn't set.
        package let defaultURL: String
        /// The path of this address at the stand-in, after the stand-in's base address.
        package let standInPath: String
        /// The base address of a backup host, used if no connection to the first can be made; `nil`
        /// if the provider has none.
        package let backupURL: String?

        package init(
            _ role: String, variable: String, defaultURL: String, standInPath: String = "",
            backupURL: String? = nil
        ) {
            self.role = role
            self.variable = variable
            self.defaultURL = defaultURL
            self.standInPath = standInPath
            self.backupURL = backupURL
        }
    }

    package init(
        name: String,
        title: String,
        keyVariables: [[String]],
        addresses: [Address],
        callbackSecretVariable: String? = nil,
        listsClientReference: Bool = false,
        isSynchronous: Bool = false,
        resultLifetime: Duration? = nil
    ) {
        self.name = name
        self.title = title
        self.keyVariables = keyVariables
        self.addresses = addresses
        self.callbackSecretVariable = callbackSecretVariable
        self.listsClientReference = listsClientReference
        self.isSynchronous = isSynchronous
        self.resultLifetime = resultLifetime
    }

    /// The key from the environment, and the variables it was read from; `nil` if none is set.
    package func key(in environment: [String: String]) -> (text: String, variables: [String])? {
        for names in keyVariables {
            // A key that was read from a file may end with a line break.
            let parts = names.compactMap { environment[$0] }
                .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.isEmpty }
            if parts.count == names.count { return (parts.joined(separator: ":"), names) }
        }
        return nil
    }
}
