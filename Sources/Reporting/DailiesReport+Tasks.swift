package import DailiesPlanning

extension DailiesReport {
    /// What keeps a run from having an accepted take.
    package enum Obstacle: String, Sendable, Hashable, CaseIterable {
        /// The provider refuses the account: the key or the credit.
        case accountRefused
        /// The submit may or may not have reached the provider.
        case unknownSubmit
        /// A take waits for a person's decision.
        case held
        /// A take is held only because the provider's content filter flags it.
        case flagged
        /// It was paid for, and its file isn't here, is damaged or couldn't be verified.
        case notDelivered
        /// The provider is at work on it.
        case underway
        /// Moderation refused its request.
        case moderated
        /// The provider refused the request.
        case requestRefused
        /// Its takes aren't what was requested.
        case rejected
        /// It failed at the provider.
        case failed
        /// A cap stopped it.
        case capReached
        /// No provider could be reached, or none has the model.
        case unavailable
        /// It starts with the last picture of a run that has no take, and gets none by itself.
        case waiting
        /// The person left it out of the session.
        case leftOut
        /// It was not submitted yet.
        case notSubmitted
    }

    /// A run that brought no take.
    package struct RunEntry: Sendable, Hashable {
        /// The name that its take would have.
        package var take: String
        package var provider: String
        /// The provider's id; `nil` if the submit wasn't accepted.
        package var runID: String?
        /// The ledger's word for its state.
        package var state: String
        /// Why there is no take; `nil` if no reason is recorded.
        package var reason: String?
        /// What it cost; `nil` if that isn't known.
        package var cost: Money?

        package init(
            take: String, provider: String, runID: String?, state: String, reason: String?,
            cost: Money?
        ) {
            self.take = take
            self.provider = provider
            self.runID = runID
            self.state = state
            self.reason = reason
            self.cost = cost
        }
    }

    /// Something that a person has to do, with the command for it.
    package struct TaskEntry: Sendable, Hashable {
        /// What happened, such as `Failed at the provider: 2 shots`.
        package var title: String
        /// What to know before, in a sentence; `nil` if the title says it all.
        package var advice: String?
        /// What it is about, by reason.
        package var groups: [Group]
        /// The lines for the shell, in the order in which they are to be executed; empty if there is none
        /// that can be copied.
        package var commands: [String]
        /// Whether the production isn't done without it.
        package var isRequired = true

        /// Runs or takes with the same reason.
        package struct Group: Sendable, Hashable {
            /// `nil` if there is nothing to say beside the title.
            package var reason: String?
            package var subjects: [Subject]

            package init(reason: String?, subjects: [Subject]) {
                self.reason = reason
                self.subjects = subjects
            }
        }

        /// A run or a take, and the shot of the list that it belongs to.
        package struct Subject: Sendable, Hashable {
            package var name: String
            /// `nil` if the list doesn't have its shot.
            package var shot: String?

            package init(name: String, shot: String?) {
                self.name = name
                self.shot = shot
            }
        }

        package init(title: String, advice: String?, groups: [Group], commands: [String]) {
            self.title = title
            self.advice = advice
            self.groups = groups
            self.commands = commands
        }
    }
}
