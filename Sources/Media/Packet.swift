internal import CDailiesFFmpeg

/// One encoded picture or audio frame, with times in its stream's time base.
package struct Packet: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    /// Allocates an empty packet.
    package init() throws(MediaError) {
        guard let pointer = av_packet_alloc() else {
            throw MediaError(.noMemory, "allocate", "packet")
        }
        self.pointer = pointer
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&packet)
    }

    /// The index of the stream that the packet belongs to.
    package var stream: Int {
        get { Int(pointer.pointee.stream_index) }
        nonmutating set { pointer.pointee.stream_index = Int32(newValue) }
    }

    /// The presentation time in the stream's time base; `nil` if the file doesn't specify it.
    package var pts: Int64? {
        get { pointer.pointee.pts == dailies_nopts ? nil : pointer.pointee.pts }
        nonmutating set { pointer.pointee.pts = newValue ?? dailies_nopts }
    }

    /// The decoding time in the stream's time base; `nil` if the file doesn't specify it.
    package var dts: Int64? {
        get { pointer.pointee.dts == dailies_nopts ? nil : pointer.pointee.dts }
        nonmutating set { pointer.pointee.dts = newValue ?? dailies_nopts }
    }

    /// The duration in the stream's time base.
    package var duration: Int64 {
        get { pointer.pointee.duration }
        nonmutating set { pointer.pointee.duration = newValue }
    }

    /// Whether it is a key frame: decoding can start here.
    package var isKey: Bool { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }

    /// Marks it as a key frame, as every audio packet is one.
    package func markKeyFrame() { pointer.pointee.flags |= AV_PKT_FLAG_KEY }

    /// Whether the demuxer marked it as damaged or truncated.
    package var isCorrupt: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// Whether an edit list hides it: it is decoded but never shown.
    package var isHidden: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }

    /// Whether its bytes are encrypted.
    package var isEncrypted: Bool {
        av_packet_get_side_data(pointer, AV_PKT_DATA_ENCRYPTION_INFO, nil) != nil
    }

    /// Whether a new decoder configuration applies from this packet on.
    package var changesConfiguration: Bool {
        av_packet_get_side_data(pointer, AV_PKT_DATA_NEW_EXTRADATA, nil) != nil
    }

    /// Its position in the file in bytes; `nil` if unknown.
    package var offset: Int64? { pointer.pointee.pos >= 0 ? pointer.pointee.pos : nil }

    /// Its size in bytes.
    package var byteCount: Int { Int(pointer.pointee.size) }

    /// Calls `body` with the bytes; the buffer must not escape the call.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: pointer.pointee.data, count: byteCount))
    }

    /// Replaces the bytes; times and all other properties stay.
    package func replaceBytes(with bytes: [UInt8]) throws(MediaError) {
        guard let buffer = av_buffer_alloc(bytes.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else {
            throw MediaError(.noMemory, "rewrite", "packet")
        }
        let data = buffer.pointee.data
        bytes.withUnsafeBufferPointer { source in
            if let first = source.baseAddress { data?.update(from: first, count: bytes.count) }
        }
        data.map {
            ($0 + bytes.count).update(repeating: 0, count: Int(AV_INPUT_BUFFER_PADDING_SIZE))
        }
        av_buffer_unref(&pointer.pointee.buf)
        pointer.pointee.buf = buffer
        pointer.pointee.data = data
        pointer.pointee.size = Int32(bytes.count)
    }

    /// Allocates `count` bytes and lets `fill` write them; times and all other properties are reset.
    ///
    /// - Parameter fill: returns whether it filled the whole buffer.
    /// - Throws: `MediaError` with `.invalidData` if it didn't.
    package func read(
        _ count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Bool
    ) throws(MediaError) {
        clear()
        try checked(av_new_packet(pointer, Int32(clamping: count)), "read", "packet")
        guard fill(UnsafeMutableRawBufferPointer(start: pointer.pointee.data, count: count)) else {
            throw MediaError(.invalidData, "read", "packet")
        }
    }

    /// Makes it the part of another packet's bytes that begins at a share of its duration.
    ///
    /// - Parameters:
    ///   - place: the bytes.
    ///   - number: the number of the part, of `count` parts that last equally long.
    func take(
        _ place: Range<Int>, of other: borrowing Packet, number: Int, count: Int
    ) throws(MediaError) {
        clear()
        try checked(av_packet_ref(pointer, other.pointer), "divide", "packet")
        pointer.pointee.data = pointer.pointee.data.map { $0 + place.lowerBound }
        pointer.pointee.size = Int32(place.count)
        let (share, overflow) = other.duration.multipliedReportingOverflow(by: Int64(number))
        let delay = overflow ? 0 : share / Int64(count)
        pts = other.pts.map { $0 &+ delay }
        dts = other.dts.map { $0 &+ delay }
        duration = other.duration / Int64(count)
    }

    /// Releases the bytes.
    package func clear() { av_packet_unref(pointer) }

    /// Clears the position in the source file, before the packet is written to another file.
    package func clearPosition() { pointer.pointee.pos = -1 }
}
