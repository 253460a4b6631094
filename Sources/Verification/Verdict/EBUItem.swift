/// The quality control item of the EBU that a check answers.
///
/// Source: EBU QC (Tech 3363) and its catalogue of items. The letter after the number names the
/// layer that the item looks at.
public struct EBUItem: Hashable, Sendable, Codable {
    /// What an item looks at.
    public enum Layer: String, Hashable, Sendable, Codable {
        /// The file's headers.
        case wrapper
        /// The coded picture or sound.
        case bitstream
        /// The decoded picture or sound.
        case baseband
        /// Several of these, compared with each other.
        case crossCheck = "cross-check"
    }

    /// The item's number and letter, such as `0040W`; `nil` for a check without an EBU item.
    public let id: String?
    /// The item's name, or the check's name if there is no item.
    public let name: String
    /// What the item looks at.
    public let layer: Layer

    init(_ id: String?, _ name: String, _ layer: Layer) {
        self.id = id
        self.name = name
        self.layer = layer
    }
}
