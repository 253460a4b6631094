import DailiesMedia

/// Mixes two pictures for a dissolve.
enum Dissolve {
    /// Mixes two 8-bit 4:2:0 pictures of the same size.
    ///
    /// - Parameter share: the weight of the incoming picture, 0…1.
    /// - Throws: `MediaError` if a picture has another pixel format, or if the sizes differ.
    static func mix(
        _ outgoing: borrowing Frame, _ incoming: borrowing Frame, share: Double,
        into result: borrowing Frame
    ) throws(MediaError) {
        guard outgoing.isPlanar420, incoming.isPlanar420, outgoing.width == incoming.width,
            outgoing.height == incoming.height
        else { throw MediaError(.unsupported, "dissolve", "pictures of different formats") }
        try result.allocate(like: outgoing)
        let weight = Int32((share * 256).rounded())
        for plane in 0..<3 {
            outgoing.withPlane(plane) { from, fromStride in
                incoming.withPlane(plane) { to, toStride in
                    result.withPlane(plane) { target, stride in
                        let width = plane == 0 ? result.width : (result.width + 1) / 2
                        for row in 0..<(target.count / stride) {
                            for column in 0..<width {
                                let a = Int32(from[row * fromStride + column])
                                let b = Int32(to[row * toStride + column])
                                target[row * stride + column] = UInt8(
                                    truncatingIfNeeded: (a * (256 - weight) + b * weight + 128) >> 8
                                )
                            }
                        }
                    }
                }
            }
        }
    }
}
