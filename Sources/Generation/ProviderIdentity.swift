import Foundation

/// What a person must know of a provider: its name, and the variables of the environment that hold
/// its keys and override its addresses.
package struct ProviderIdentity: Sendable {
    /// The word for `--provider`.
    package let name: String
    /// The name for people.
    package let title: String
    /// Variables that hold the key, the first that is set counts; several in one entry are joined
    /// by a colon.
    package let keyVariables: [[String]]
    /// Where it listens; the first is where runs are bought.
    package let addresses: [Address]
    /// The variable with the secrets that callbacks are signed with, separated by commas; `nil`
    /// where the provider needs none.
    package let callbackSecretVariable: String?
    /// Whether the provider's list of runs names our own reference for each.
    package let listsOurReference: Bool
    /// Whether a submit is answered with the finished video, when work has been done already.
    package let isSynchronous: Bool

    /// How long the answer to a submit may take: where it is the film itself, the model's minutes in
    /// its busiest hours.
    package var answerPatience: Duration { .seconds(isSynchronous ? 1800 : 120) }

    /// One of a provider's base addresses.
    package struct Address: Sendable {
        /// What it is for, in the provider's own words.
        package let role: String
        /// The variable that overrides it.
        package let variable: String
        package let standard: String
        /// Where the stand-in plays it, behind its own base address.
        package let standInPath: String
        /// The base address of a second host for the same, asked where no connection to the first can
        /// be made; `nil` where the provider has none.
        package let backup: String?

        package init(
            _ role: String, variable: String, standard: String, standInPath: String = "",
            backup: String? = nil
        ) {
            self.role = role
            self.variable = variable
            self.standard = standard
            self.standInPath = standInPath
            self.backup = backup
        }
    }

    package init(
        name: String,
        title: String,
        keyVariables: [[String]],
        addresses: [Address],
        callbackSecretVariable: String? = nil,
        listsOurReference: Bool = false,
        isSynchronous: Bool = false
    ) {
        self.name = name
        self.title = title
        self.keyVariables = keyVariables
        self.addresses = addresses
        self.callbackSecretVariable = callbackSecretVariable
        self.listsOurReference = listsOurReference
        self.isSynchronous = isSynchronous
    }

    /// The key from the environment, and the variables that held it; `nil` where there is none.
    package func key(in environment: [String: String]) -> (text: String, variables: [String])? {
        for names in keyVariables {
            // A file that a key was read from ends with a line break.
            let parts = names.compactMap { environment[$0] }
                .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.isEmpty }
            if parts.count == names.count { return (parts.joined(separator: ":"), names) }
        }
        return nil
    }
}
