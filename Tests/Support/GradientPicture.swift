import DailiesMedia
import Foundation

/// A picture file with a gradient from dark at the left to bright at the right.
package enum GradientPicture {
    /// Writes a JPEG.
    package static func write(width: Int, height: Int, to path: String) throws {
        let frame = try Frame.picture(width: width, height: height, fullRange: true)
        frame.withPlane(0) { luma, stride in
            for row in 0..<height {
                for column in 0..<width {
                    luma[row * stride + column] = UInt8(clamping: column * 255 / max(1, width - 1))
                }
            }
        }
        for plane in 1...2 { frame.withPlane(plane) { chroma, _ in chroma.update(repeating: 128) } }
        frame.pts = 0
        let encoder = try Encoder.jpeg(width: width, height: height, quality: 2)
        try encoder.send(frame)
        try encoder.drain()
        let packet = try Packet()
        guard try encoder.receive(into: packet) else {
            throw MediaError(.invalidData, "encode", path)
        }
        try Data(packet.withBytes { Array($0) }).write(to: URL(fileURLWithPath: path))
    }
}
