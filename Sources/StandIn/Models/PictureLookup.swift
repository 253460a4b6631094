/// The result of looking up a picture that a request refers to.
enum PictureLookup: Sendable {
    case found([UInt8])
    /// A picture on the network, which the stand-in never downloads.
    case external
    case refused(message: String, type: String)
}
