import DailiesMedia
package import Foundation

/// The byte ranges of the coded pictures and of the blocks of sound in an undamaged clip.
package struct ClipLayout: Sendable {
    /// The type of a coded picture: I, P or B.
    package enum Kind: Sendable { case key, predicted, bidirectional }

    /// One coded picture.
    package struct Picture: Sendable {
        package let kind: Kind
        /// The four bytes with the length of the slice.
        package let length: Range<Int>
        /// The coded data of the slice, without its NAL header.
        package let slice: Range<Int>
    }

    /// All pictures, in the order of the index.
    package let pictures: [Picture]
    /// All blocks of sound.
    package let sounds: [Range<Int>]
    /// The content of the `mdat` box.
    package let media: Range<Int>

    /// Reads the layout of an H.264 clip.
    package init(_ film: Data) throws {
        guard let box = Self.box("mdat", in: film) else { throw CocoaError(.fileReadCorruptFile) }
        media = box.dropFirst(8)
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let demuxer = try Demuxer.open(folder.write(film, as: "clip.mp4"))
        pictures = Self.packets(demuxer, demuxer.picture).compactMap { Self.picture($0, in: film) }
        sounds = Self.packets(demuxer, demuxer.sound)
    }

    private static func packets(
        _ demuxer: borrowing Demuxer, _ stream: StreamInfo?
    ) -> [Range<Int>] {
        guard let stream else { return [] }
        var list: [Range<Int>] = []
        for position in 0..<demuxer.indexCount(of: stream.index) {
            guard let entry = demuxer.indexEntry(position, of: stream.index) else { continue }
            list.append(Int(entry.offset)..<Int(entry.offset) + entry.byteCount)
        }
        return list
    }

    /// The top-level boxes (ISO/IEC 14496-12, 4.2), headers included.
    package static func boxes(_ film: Data) -> [(type: String, range: Range<Int>)] {
        var list: [(type: String, range: Range<Int>)] = []
        var offset = 0
        while offset + 8 <= film.count {
            let size = number(film[offset..<offset + 4])
            guard size >= 8 else { break }
            let type = String(decoding: film[offset + 4..<offset + 8], as: UTF8.self)
            list.append((type, offset..<offset + size))
            offset += size
        }
        return list
    }

    /// The first top-level box of a type.
    package static func box(_ type: String, in film: Data) -> Range<Int>? {
        boxes(film).first { $0.type == type }?.range
    }

    /// The picture in a packet, which is a sequence of NAL units, each preceded by its length.
    private static func picture(_ packet: Range<Int>, in film: Data) -> Picture? {
        var offset = packet.lowerBound
        while offset + 5 <= packet.upperBound {
            let end = offset + 4 + number(film[offset..<offset + 4])
            let header = film[offset + 4]
            let type = header & 0x1F
            if type == 1 || type == 5 {
                // Without a B pyramid no picture refers to a B picture (nal_ref_idc is 0).
                let kind: Kind =
                    type == 5 ? .key : header & 0x60 == 0 ? .bidirectional : .predicted
                return Picture(kind: kind, length: offset..<offset + 4, slice: offset + 5..<end)
            }
            offset = end
        }
        return nil
    }

    private static func number(_ bytes: Data) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
