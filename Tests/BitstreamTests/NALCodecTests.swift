import Testing

@testable import DailiesBitstream

struct NALCodecTests {
    private func fault(
        _ units: [[UInt8]], codec: NALCodec = .h264, lengthSize: Int = 4
    ) -> NALFault? {
        let bytes = units.flatMap { unit in
            (0..<lengthSize).reversed().map { UInt8(truncatingIfNeeded: unit.count >> ($0 * 8)) }
                + unit
        }
        return bytes.withUnsafeBufferPointer {
            codec.survey($0, lengthSize: lengthSize).fault
        }
    }

    private let slice: [UInt8] = [0x65, 0x88, 0x84, 0x21, 0x43, 0x00, 0x00, 0x03, 0x01, 0x7F]

    @Test(arguments: [1, 2, 4])
    func wholeUnitsHaveNoFault(_ lengthSize: Int) {
        #expect(fault([[0x09, 0xF0], slice, slice], lengthSize: lengthSize) == nil)
    }

    @Test func zerosAtTheEndOfAUnitArePadding() {
        #expect(fault([slice + [0, 0, 0, 0]]) == nil)
    }

    @Test(arguments: [0, 1, 2] as [UInt8], 0..<18)
    func impossibleTriplesAreFoundAtEveryOffset(_ third: UInt8, _ shift: Int) {
        for rest in [1, 3, 8, 20] {
            var unit = slice + Array(repeating: 0x55, count: shift) + [0, 0, third]
            unit += Array(repeating: 0x66, count: rest)
            let offset = 4 + slice.count + shift
            #expect(fault([unit]) == NALFault(kind: .impossibleBytes, offset: offset))
        }
    }

    @Test(arguments: 0..<18)
    func escapedZerosAreValidAtEveryOffset(_ shift: Int) {
        let unit =
            slice + Array(repeating: 0x55, count: shift) + [0, 0, 3, 0, 0, 3, 1, 0, 4, 0, 0, 5]
        #expect(fault([unit]) == nil)
    }

    @Test func invalidLengthsAreFound() {
        let cut: [UInt8] = [0, 0, 0, 9, 0x65, 1, 2]
        let found = cut.withUnsafeBufferPointer {
            NALCodec.h264.survey($0, lengthSize: 4).fault
        }
        #expect(found == NALFault(kind: .lengths, offset: 0))
        #expect(fault([slice, []])?.kind == .lengths)
    }

    @Test func aSetForbiddenBitIsFound() {
        #expect(fault([[0xE5, 0x88]]) == NALFault(kind: .forbiddenBit, offset: 4))
    }

    @Test func packetsWithoutAPictureAreFound() {
        #expect(fault([[0x06, 0x05, 0x80]])?.kind == .noSlice)
        #expect(fault([])?.kind == .noSlice)
    }

    @Test func unspecifiedTypesMayContainAnyBytes() {
        // H.264 type 30 and HEVC type 62 are unspecified in the standards.
        #expect(fault([slice, [0x1E, 0, 0, 0, 1, 5]]) == nil)
        #expect(fault([[0x02, 0x01, 0x88], [0x7C, 0x01, 0, 0, 1, 5]], codec: .hevc) == nil)
    }

    @Test func packetsWithOnlyDelimitersAreRecognised() {
        let delimiter: [UInt8] = [0x09, 0xF0]
        #expect(!survey([delimiter, slice]).hasOnlyDelimiters)
        #expect(survey([delimiter, [0x0A]]).hasOnlyDelimiters)
        #expect(survey([delimiter, [0x0A]]).fault == nil)
    }

    /// Cameras write the slice behind a start code in the unit that its prefix begins.
    @Test func aSliceBehindAPrefixUnitIsFound() {
        let prefix: [UInt8] = [0x6E, 0xC0, 0x80, 0x0F]
        #expect(fault([prefix, slice]) == nil)
        #expect(
            fault([prefix + [0, 0, 0, 1] + slice]) == NALFault(kind: .startCode, offset: 8))
        let settings: [UInt8] = [0x67, 0x42, 0x00, 0x1E, 0x95]
        #expect(fault([prefix + [0, 0, 0, 1] + settings])?.kind == .noSlice)
    }

    @Test func fillerBytesAreCounted() {
        let filler: [UInt8] = [0x0C] + Array(repeating: 0xFF, count: 99)
        #expect(survey([slice, filler, filler]).fillerBytes == 200)
        #expect(survey([slice]).fillerBytes == 0)
    }

    private func survey(_ units: [[UInt8]]) -> NALSurvey {
        let packet: [UInt8] = units.reduce([]) { $0 + [0, 0, 0, UInt8($1.count)] + $1 }
        return packet.withUnsafeBufferPointer { NALCodec.h264.survey($0, lengthSize: 4) }
    }
}
