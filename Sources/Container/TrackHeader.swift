/// The header of a track (`tkhd`; ISO/IEC 14496-12, 8.3.2).
package struct TrackHeader: Hashable, Sendable {
    /// The track's number (`track_ID`).
    package let number: Int
    /// Whether the track is enabled.
    ///
    /// Some players skip a track that isn't.
    package let isEnabled: Bool
    /// The matrix by which players rotate and mirror the picture.
    package let matrix: DisplayMatrix
    /// The duration in units of the movie; `nil` if it is unknown.
    package let duration: Int?

    /// Parses the payload of the box.
    ///
    /// A field that lies beyond the end of the payload reads as 0.
    package init(_ payload: ArraySlice<UInt8>) {
        let isLong = payload.first == 1
        number = payload.number(at: isLong ? 20 : 12, bytes: 4)
        isEnabled = payload.number(at: 3, bytes: 1) & 1 != 0
        // The matrix follows the times, the layer, the group and the volume.
        matrix = DisplayMatrix(payload, at: isLong ? 52 : 40)
        duration = MediaHeader.duration(payload, at: isLong ? 28 : 20, isLong: isLong)
    }
}

/// The header of a movie (`mvhd`) or of a track's media (`mdhd`; ISO/IEC 14496-12, 8.2.2, 8.4.2).
package struct MediaHeader: Hashable, Sendable {
    /// Units per second.
    package let timescale: Int
    /// The duration in these units; `nil` if it is unknown.
    package let duration: Int?

    /// Parses the payload of the box.
    ///
    /// A field that lies beyond the end of the payload reads as 0.
    package init(_ payload: ArraySlice<UInt8>) {
        let isLong = payload.first == 1
        timescale = payload.number(at: isLong ? 20 : 12, bytes: 4)
        duration = Self.duration(payload, at: isLong ? 24 : 16, isLong: isLong)
    }

    /// All bits are one if a duration is unknown.
    fileprivate static func duration(
        _ payload: ArraySlice<UInt8>, at place: Int, isLong: Bool
    ) -> Int? {
        let value = payload.number(at: place, bytes: isLong ? 8 : 4)
        return value <= 0 || (!isLong && value == Int(UInt32.max)) ? nil : value
    }
}

/// The matrix in a movie's or track's header (ISO/IEC 14496-12, 6.2.2).
package struct DisplayMatrix: Hashable, Sendable {
    /// Whether it mirrors the picture: its determinant is negative.
    package let isMirrored: Bool

    /// - Parameter place: where the matrix begins in the header.
    package init(_ header: ArraySlice<UInt8>, at place: Int) {
        func value(_ index: Int) -> Int {
            Int(Int32(truncatingIfNeeded: header.number(at: place + index * 4, bytes: 4)))
        }
        // Products of 32-bit numbers fit; their difference may not.
        let (determinant, overflow) = (value(0) * value(4)).subtractingReportingOverflow(
            value(1) * value(3))
        isMirrored = !overflow && determinant < 0
    }
}
