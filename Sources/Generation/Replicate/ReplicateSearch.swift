import DailiesJSON
import Foundation

/// Compares the predictions of a list with a submit whose response was lost.
///
/// Replicate takes no reference of ours: a prediction is found by its model, its time of creation and
/// its input, and by the address of its webhook where the list has it.
struct ReplicateSearch {
    private let lost: LostSubmit
    private let model: ReplicateModel

    init(_ lost: LostSubmit) {
        self.lost = lost
        model = ReplicateModel(lost.endpoint)
    }

    enum Comparison {
        /// It was made from the same input at the time of the submit.
        case equal
        /// It may have been: its input is gone, or its time of creation isn't said.
        case incomparable
        case other
    }

    /// Whether a prediction's webhook is that of the submit, whose address contains our reference.
    func isMarked(_ json: JSONValue) -> Bool {
        guard let webhook = json["webhook"]?.text else { return false }
        return webhook.split(separator: "/").contains { $0 == lost.clientReference }
    }

    func compare(_ json: JSONValue) -> Comparison {
        guard isOfModel(json), json["source"]?.text != "web" else { return .other }
        let created = Self.created(json)
        if let created, let submitted = lost.submittedAt,
            case let age = created.timeIntervalSince(submitted),
            age < -ReplicateList.before || age > ReplicateList.after
        {
            return .other
        }
        let input = json["input"]?.members ?? [:]
        guard !ReplicatePrediction.isRemoved(json), !input.isEmpty else { return .incomparable }
        guard isEqual(input) else { return .other }
        return created == nil ? .incomparable : .equal
    }

    private func isOfModel(_ json: JSONValue) -> Bool {
        if let name = json["model"]?.text, name != model.name { return false }
        guard let wanted = model.versionID, let version = json["version"]?.text,
            version != "hidden"
        else { return true }
        return version == wanted || version.hasSuffix(":\(wanted)")
    }

    /// Whether an input contains everything that was sent, besides defaults; of pictures, whose
    /// addresses are no longer known, only that there are some.
    private func isEqual(_ input: [String: JSONValue]) -> Bool {
        let sent = lost.input.members ?? [:]
        let words = WireInput.withoutMedia(lost.input).members ?? [:]
        // A request that can't be read any more would match every prediction.
        guard !words.isEmpty,
            words.allSatisfy({ (input[$0.key] ?? .null).containsAll(of: $0.value) })
        else { return false }
        let echoedWords = WireInput.withoutMedia(.object(input)).members ?? [:]
        let echoedMedia = Set(input.keys).subtracting(echoedWords.keys)
        let media = Set(sent.keys).subtracting(words.keys)
        return media.isSuperset(of: echoedMedia)
            && media.allSatisfy { input[$0] ?? .null != .null }
    }

    /// The time of creation.
    static func created(_ json: JSONValue) -> Date? { json["created_at"]?.time }
}
