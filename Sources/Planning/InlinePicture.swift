import DailiesBitstream
import DailiesMediaTime
import Foundation

/// A picture that a list contains as a data URI.
struct InlinePicture {
    /// The decoded length in bytes.
    let bytes: Int
    /// The size in pixels; `nil` if the bytes don't start with a complete PNG, JPEG or WebP header.
    let size: FrameSize?

    /// Reads `data:image/png;base64,…`; `nil` for any other form.
    init?(_ text: String) {
        guard let comma = text.firstIndex(of: ","),
            text[..<comma].lowercased().hasSuffix(";base64"),
            let data = Data(base64Encoded: String(text[text.index(after: comma)...]))
        else { return nil }
        bytes = data.count
        size = PictureHeader([UInt8](data)).map { FrameSize(width: $0.width, height: $0.height) }
    }
}
