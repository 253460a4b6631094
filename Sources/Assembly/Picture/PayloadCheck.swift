import DailiesBitstream
import DailiesMedia
import DailiesMediaTime

/// Checks the NAL units of a clip's packets while they are copied, without decoding them.
///
/// Of codecs without NAL units only the size of the packets is checked.
///
/// Bytes that the standard forbids are damage in some packets; in every packet they are a habit of
/// the writer.
struct PayloadCheck {
    private let clip: Clip
    /// How packets are split into NAL units; `nil` for codecs without them.
    private let framing: (codec: NALCodec, lengthSize: Int)?
    private var packets = 0
    private var packetsWithForbiddenBytes = 0
    /// When the first packet with forbidden bytes is displayed, in the clip.
    private var firstForbidden: MediaTime?
    /// Reads the display order from the slices; `nil` if they don't contain it.
    private var order: PictureOrder?
    /// The pictures since the last IDR picture: their order counts and display times.
    private var group: [(count: Int, time: MediaTime)] = []
    /// When the last picture before the group is displayed.
    private var groupStart: MediaTime?

    init(_ clip: Clip, _ coding: Clip.Coding) {
        self.clip = clip
        if let h264 = coding.h264 {
            framing = (.h264, h264.lengthSize)
        } else if coding.codec == "hevc", let hevc = HEVCConfiguration(coding.header) {
            framing = (.hevc, hevc.lengthSize)
        } else {
            framing = nil
        }
        order = coding.h264.map(PictureOrder.init)
    }

    /// Checks a packet.
    ///
    /// - Parameter time: when its picture is displayed, counted from the clip's first.
    /// - Throws: `AssemblyError` if the packet is damaged for certain.
    mutating func add(_ packet: borrowing Packet, at time: MediaTime) throws(AssemblyError) {
        packets += 1
        guard packet.byteCount > 0 else { throw damaged("there is no picture", at: time) }
        guard let framing else { return }
        let survey = packet.withBytes {
            framing.codec.survey($0, lengthSize: framing.lengthSize)
        }
        guard !survey.hasOnlyDelimiters else { throw damaged("there is no picture", at: time) }
        switch survey.fault?.kind {
        case nil: break
        case .impossibleBytes:
            packetsWithForbiddenBytes += 1
            firstForbidden = firstForbidden ?? time
        case .startCode:
            throw damaged("its NAL units have start codes instead of lengths", at: time)
        case .lengths: throw damaged("the lengths of its NAL units don't add up", at: time)
        case .forbiddenBit: throw damaged("a NAL unit has an invalid header", at: time)
        case .noSlice: throw damaged("there is no picture", at: time)
        }
        guard let place = packet.withBytes({ order?.next($0) }) else {
            order = nil
            return
        }
        if place.isIDR { try finishGroup() }
        group.append((place.count, time))
    }

    /// Checks that the index and the slices agree on the order in which a group is displayed.
    private mutating func finishGroup() throws(AssemblyError) {
        guard order != nil else { return }
        let displayed = group.sorted { $0.count < $1.count }.map(\.time)
        var last = groupStart
        for time in displayed {
            if let last, time <= last {
                throw damaged("its index shows pictures in the wrong order", at: time)
            }
            last = time
        }
        groupStart = last
        group = []
    }

    /// Reports what is only certain after the last packet.
    mutating func finish() throws(AssemblyError) {
        try finishGroup()
        if let firstForbidden, packetsWithForbiddenBytes < packets {
            throw damaged("it contains bytes that the codec forbids", at: firstForbidden)
        }
    }

    private func damaged(_ fault: String, at time: MediaTime) -> AssemblyError {
        .damagedPicture(of: clip, at: time, fault)
    }
}
