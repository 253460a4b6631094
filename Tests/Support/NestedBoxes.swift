package import Foundation

/// All boxes of a film at any depth, in the order of the file.
///
/// Source: ISO/IEC 14496-12, 4.2 and 6.3.4.
package struct NestedBoxes: Sendable {
    /// A box with a header of eight bytes.
    package struct Box: Sendable {
        package let type: String
        /// The byte range of the box, including its header.
        package let range: Range<Int>
        /// The offsets of the boxes that contain it, outermost first.
        package let parents: [Int]
        /// The byte range of its content.
        package var payload: Range<Int> { range.dropFirst(8) }
    }

    package let list: [Box]

    private static let containers: Set = [
        "moov", "trak", "mdia", "minf", "dinf", "stbl", "edts", "udta", "mvex", "moof", "traf",
        "mfra",
    ]

    /// Finds the boxes of an undamaged film.
    package init(_ film: Data) {
        var list: [Box] = []
        func walk(_ range: Range<Int>, _ parents: [Int]) {
            var place = range.lowerBound
            while place + 8 <= range.upperBound {
                let size = Int(film.number(at: place))
                guard size >= 8, place + size <= range.upperBound else { return }
                let type = String(decoding: film[place + 4..<place + 8], as: UTF8.self)
                let box = Box(type: type, range: place..<place + size, parents: parents)
                list.append(box)
                if Self.containers.contains(type) { walk(box.payload, parents + [place]) }
                place += size
            }
        }
        walk(0..<film.count, [])
        self.list = list
    }

    /// The boxes of the given types.
    package func all(_ types: String...) -> [Box] { list.filter { types.contains($0.type) } }

    /// The boxes of the index: all except media, padding and file type.
    package var index: [Box] {
        list.filter { !["mdat", "free", "ftyp", "styp"].contains($0.type) }
    }
}

extension Data {
    /// The big-endian number in four bytes.
    package func number(at place: Int) -> UInt32 {
        self[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Writes a big-endian number over four bytes, or over fewer at the end of the data.
    package mutating func put(_ number: UInt32, at place: Int) {
        for (offset, shift) in [24, 16, 8, 0].enumerated() where place + offset < count {
            self[place + offset] = UInt8(truncatingIfNeeded: number >> UInt32(shift))
        }
    }

    /// Appends bytes to the content of a box and adjusts its size and those of its parents.
    package mutating func append(_ bytes: Data, to box: NestedBoxes.Box) {
        insert(contentsOf: bytes, at: box.range.upperBound)
        for place in box.parents + [box.range.lowerBound] {
            put(number(at: place) + UInt32(bytes.count), at: place)
        }
    }

    /// A box with a type and content.
    package static func box(_ type: String, _ content: Data) -> Data {
        var header = Data(count: 4)
        header.put(UInt32(content.count + 8), at: 0)
        return header + Data(type.utf8) + content
    }
}
