package import DailiesJSON
package import DailiesMediaTime
package import DailiesPlanning

/// One remote generation as the ledger records it, from the intent to its end.
///
/// A class, so that the many frames which hold it while a run is under way share it.
package final class RunRecord: Hashable, Sendable {
    package let id: Int64
    package let shot: String
    /// The part of a multi-run shot, such as "a"; `nil` if one run makes the shot.
    package let part: String?
    /// The number of the take of its shot or part, from 1.
    package let take: Int
    package let provider: String
    /// The base address of the provider's server; a run is unknown to any other server.
    package let instance: String
    /// Identifies the account that it is bought with; `nil` if that makes no difference at the provider,
    /// or if an earlier version wrote the run.
    package let account: String?
    package let endpoint: String
    package let model: String
    package let digest: String
    /// The canonical request; `nil` if it can't be read.
    package let request: RunRequest?
    /// The model's input as it was sent (the wire form), without inline pictures and signatures;
    /// `nil` if an earlier version wrote the run, or if it was never sent.
    package let wire: JSONValue?
    /// The size of the picture that the take starts with; `nil` if it is unknown or there is none.
    package let startSize: FrameSize?
    /// Our own id of the run, sent with the submit, by which it can be found at the provider.
    package let clientReference: String
    /// Whether the submit contains that id: `false` if the provider refuses it, so that the run
    /// can't be found in the provider's list.
    package let isReferenceSent: Bool
    /// The amount reserved for it: its worst-case quote.
    package let quote: Money
    package let state: State
    /// The provider's id, from the response to the submit; `nil` before.
    package let remoteID: String?
    /// The provider's addresses for requests about the run, by their purpose.
    package let addresses: [String: String]
    /// Why it failed, or why its file can't be downloaded; `nil` if nothing is wrong.
    package let reason: String?
    /// Why the answer to its submit is unknown; `nil` if there was an answer, or if the session
    /// ended before.
    package let submitFailure: String?
    /// The id in the answer to its submit if another run has that id already; `nil` otherwise.
    package let answeredID: String?
    /// Whether the provider said that it has a run with our id of this one: then it never counts as not
    /// sent.
    package let isAcceptanceConfirmed: Bool
    /// The provider's last report on it, as received.
    package let reported: JSONValue?
    /// What the provider reports about the file; empty if the run has none.
    package let delivery: Delivery
    /// When the intent was recorded, in microseconds since 1970.
    package let intendedAt: Int64
    /// When it entered its state, in microseconds since 1970.
    package let changedAt: Int64

    init(
        id: Int64, shot: String, part: String?, take: Int, provider: String, instance: String,
        account: String?, endpoint: String, model: String, digest: String, request: RunRequest?,
        wire: JSONValue?, startSize: FrameSize?, clientReference: String, isReferenceSent: Bool,
        quote: Money, state: State, remoteID: String?, addresses: [String: String],
        reason: String?, submitFailure: String?, answeredID: String?,
        isAcceptanceConfirmed: Bool, reported: JSONValue?, delivery: Delivery, intendedAt: Int64,
        changedAt: Int64
    ) {
        self.id = id
        self.shot = shot
        self.part = part
        self.take = take
        self.provider = provider
        self.instance = instance
        self.account = account
        self.endpoint = endpoint
        self.model = model
        self.digest = digest
        self.request = request
        self.wire = wire
        self.startSize = startSize
        self.clientReference = clientReference
        self.isReferenceSent = isReferenceSent
        self.quote = quote
        self.state = state
        self.remoteID = remoteID
        self.addresses = addresses
        self.reason = reason
        self.submitFailure = submitFailure
        self.answeredID = answeredID
        self.isAcceptanceConfirmed = isAcceptanceConfirmed
        self.reported = reported
        self.delivery = delivery
        self.intendedAt = intendedAt
        self.changedAt = changedAt
    }

    /// The name of the shot or part that it makes, such as `010` or `020a`.
    package var name: String { shot + (part ?? "") }

    /// The name of the take's files, such as `010-t1` or `020a-t1`.
    package var takeName: String { "\(name)-t\(take)" }

    /// Why it failed, or why its outcome is unknown, on one line; `nil` if no reason is recorded.
    package var explanation: String? {
        let reasons = [submitFailure, reason].compactMap(\.self)
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    package static func == (one: RunRecord, other: RunRecord) -> Bool {
        one === other
            || (one.id, one.shot, one.part, one.take)
                == (other.id, other.shot, other.part, other.take)
                && (one.provider, one.instance, one.account, one.endpoint)
                    == (other.provider, other.instance, other.account, other.endpoint)
                && (one.model, one.digest, one.request, one.wire)
                    == (other.model, other.digest, other.request, other.wire)
                && (one.startSize, one.clientReference, one.isReferenceSent, one.quote)
                    == (other.startSize, other.clientReference, other.isReferenceSent, other.quote)
                && (one.state, one.remoteID, one.addresses, one.reason)
                    == (other.state, other.remoteID, other.addresses, other.reason)
                && (one.submitFailure, one.answeredID, one.isAcceptanceConfirmed, one.reported)
                    == (
                        other.submitFailure, other.answeredID, other.isAcceptanceConfirmed,
                        other.reported
                    )
                && (one.delivery, one.intendedAt, one.changedAt)
                    == (other.delivery, other.intendedAt, other.changedAt)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(state)
        hasher.combine(changedAt)
    }

    /// The state of a run.
    package enum State: String, Hashable, Sendable {
        /// Recorded before the submit: the request may be under way, or was never sent.
        case intended
        /// The provider's response to the submit contained an id.
        case accepted
        /// The provider reports that the result can be fetched.
        case succeeded
        /// The provider reports that there will be no result.
        case failed
        /// The run failed at the provider's own cost, or a person wrote it off: the same request
        /// may be submitted once more.
        case faulted
        /// Moderation refused the content: the same request is never submitted again.
        case moderated
        /// The provider refused the submit: nothing was bought.
        case refused
        /// It is certain that the submit never reached the provider.
        case notSent = "not-sent"
        /// The submit may or may not have reached the provider.
        case unknown
        /// The stand-in that made it no longer runs; nothing was paid.
        case void
    }

    /// Whether its outcome is still open, so that it may cost money without a result yet.
    package var isOpen: Bool {
        switch state {
        case .intended, .accepted, .unknown: true
        case .succeeded, .failed, .faulted, .moderated, .refused, .notSent, .void: false
        }
    }
}
