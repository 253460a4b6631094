internal import CDailiesFFmpeg
import Glibc

extension Frame {
    /// How far the parts of a picture moved.
    package struct Motion: Sendable, Hashable {
        /// The sum over all motion vectors of their length times the area that they move: in pixels
        /// times square pixels.
        package let distance: Double
        /// The sum of those areas in square pixels.
        package let area: Double
    }

    /// How far the picture moved, from the codec's motion vectors; `nil` if it has none, as key
    /// frames, or if the decoder doesn't export them.
    package var motion: Motion? {
        guard let data = av_frame_get_side_data(pointer, AV_FRAME_DATA_MOTION_VECTORS),
            let bytes = data.pointee.data
        else { return nil }
        let count = data.pointee.size / MemoryLayout<AVMotionVector>.stride
        return UnsafeRawPointer(bytes).withMemoryRebound(
            to: AVMotionVector.self, capacity: count
        ) { vectors in
            var (distance, area): (Float, Float) = (0, 0)
            for index in 0..<count {
                let vector = vectors[index]
                let size = Float(vector.w) * Float(vector.h)
                let (right, down) = (Float(vector.motion_x), Float(vector.motion_y))
                let length = (right * right + down * down).squareRoot()
                area += size
                distance += size * length / Float(max(1, vector.motion_scale))
            }
            return area > 0 ? Motion(distance: Double(distance), area: Double(area)) : nil
        }
    }
}
