import DailiesDrawing
import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import Foundation

/// An input picture, scaled to the frame size of a clip.
struct StillPicture: Sendable {
    /// Luma and both chroma planes, rows without gaps.
    private let planes: [[UInt8]]
    private let width: Int

    /// Decodes a picture, stretches it to the frame size and converts it to limited-range BT.709.
    init(_ picture: InputPicture, fitting frameSize: FrameSize) throws(MediaError) {
        let decoded = try Frame.picture(picture.bytes)
        // Most JPEGs are BT.601; RGB pictures have no input matrix.
        let chain =
            "scale=\(frameSize.width):\(frameSize.height):in_color_matrix=bt601:out_color_matrix=bt709"
            + ":out_range=limited,format=yuv420p"
        guard let scaled = try FilterGraph.picture(decoded, through: chain), scaled.isPlanar420
        else {
            throw MediaError(.invalidData, "scale", "picture")
        }
        width = frameSize.width
        planes = (0..<3).compactMap { plane in
            let columns = plane == 0 ? frameSize.width : frameSize.width / 2
            let rows = plane == 0 ? frameSize.height : frameSize.height / 2
            return scaled.withPlane(plane) { pixels, stride in
                (0..<rows).flatMap { pixels[$0 * stride..<$0 * stride + columns] }
            }
        }
    }

    /// Paints the picture, moved to the left by `shift` pixels and wrapped around.
    func paint(_ canvas: Canvas, shift: Int) {
        // One chroma sample covers two columns.
        let columns = shift % width & ~1
        canvas.paint(planes, shift: columns)
    }
}
