package import DailiesMedia
import Glibc

/// The planes of a frame, which are valid for the duration of a call and painted in horizontal
/// spans.
///
/// A span is a `memset`, which is fast enough for 1080p even in a debug build.
package struct Canvas {
    package let width: Int
    package let height: Int
    private let luma: Plane
    private let blueDifference: Plane
    private let redDifference: Plane

    private struct Plane {
        let base: UnsafeMutablePointer<UInt8>
        let stride: Int

        /// Copies a row of `count` samples, rotated to the left by `shift` samples.
        func copy(row: Int, _ source: UnsafePointer<UInt8>, count: Int, shift: Int) {
            let target = base + row * stride
            memcpy(target, source + shift, count - shift)
            memcpy(target + count - shift, source, shift)
        }

        func fill(row: Int, from start: Int, to end: Int, _ value: UInt8) {
            memset(base + row * stride + start, Int32(value), end - start)
        }
    }

    /// Calls `body` with a canvas of the frame's planes.
    package static func paint(_ frame: borrowing Frame, _ body: (Canvas) -> Void) {
        let (width, height) = (frame.width, frame.height)
        frame.withPlane(0) { luma, lumaStride in
            frame.withPlane(1) { blue, blueStride in
                frame.withPlane(2) { red, redStride in
                    guard let luma = luma.baseAddress, let blue = blue.baseAddress,
                        let red = red.baseAddress
                    else { return }
                    body(
                        Canvas(
                            width: width, height: height,
                            luma: Plane(base: luma, stride: lumaStride),
                            blueDifference: Plane(base: blue, stride: blueStride),
                            redDifference: Plane(base: red, stride: redStride)))
                }
            }
        }
    }

    /// Paints the columns from `start` up to `end` of a row, clipped to the frame.
    package func fill(row: Int, from start: Int, to end: Int, _ colour: Colour) {
        let first = max(start, 0)
        let last = min(end, width)
        guard row >= 0, row < height, first < last else { return }
        luma.fill(row: row, from: first, to: last, colour.luma)
        // A chroma sample covers two rows and two columns.
        guard row.isMultiple(of: 2) else { return }
        let (left, right) = (first / 2, (last + 1) / 2)
        blueDifference.fill(row: row / 2, from: left, to: right, colour.blueDifference)
        redDifference.fill(row: row / 2, from: left, to: right, colour.redDifference)
    }

    /// Paints a whole row.
    package func fill(row: Int, _ colour: Colour) { fill(row: row, from: 0, to: width, colour) }

    /// Paints a rectangle.
    package func fill(x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
        for row in y..<y + height { fill(row: row, from: x, to: x + width, colour) }
    }

    /// Paints a picture of the size of the canvas, moved to the left by an even number of pixels and
    /// wrapped around.
    ///
    /// - Parameter planes: the luma plane and both chroma planes, rows without gaps.
    package func paint(_ planes: [[UInt8]], shift: Int) {
        for (index, plane) in [luma, blueDifference, redDifference].enumerated() {
            let columns = index == 0 ? width : width / 2
            let rows = index == 0 ? height : height / 2
            planes[index].withUnsafeBufferPointer { samples in
                guard let base = samples.baseAddress, samples.count >= rows * columns else {
                    return
                }
                for row in 0..<rows {
                    plane.copy(
                        row: row, base + row * columns, count: columns,
                        shift: index == 0 ? shift : shift / 2)
                }
            }
        }
    }

    /// Paints a picture in 8-bit 4:2:0 with its upper left corner at an even position, if all of it
    /// lies on the canvas.
    package func paint(_ picture: borrowing Frame, x: Int, y: Int) {
        let (columns, rows) = (picture.width, picture.height)
        guard picture.isPlanar420, x >= 0, y >= 0, x.isMultiple(of: 2), y.isMultiple(of: 2),
            x + columns <= width, y + rows <= height
        else { return }
        for (index, plane) in [luma, blueDifference, redDifference].enumerated() {
            let scale = index == 0 ? 1 : 2
            picture.withPlane(index) { samples, stride in
                guard let base = samples.baseAddress else { return }
                for row in 0..<rows / scale {
                    memcpy(
                        plane.base + (y / scale + row) * plane.stride + x / scale,
                        base + row * stride, columns / scale)
                }
            }
        }
    }
}
