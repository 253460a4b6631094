internal import CDailiesFFmpeg

/// One compressed frame or block of sound, with its times in the stream's time base.
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

    /// Which stream it belongs to.
    package var stream: Int {
        get { Int(pointer.pointee.stream_index) }
        nonmutating set { pointer.pointee.stream_index = Int32(newValue) }
    }

    /// When it is shown, in the stream's time base; `nil` where the file doesn't say.
    package var pts: Int64? {
        get { pointer.pointee.pts == dailies_nopts ? nil : pointer.pointee.pts }
        nonmutating set { pointer.pointee.pts = newValue ?? dailies_nopts }
    }

    /// When it is decoded, in the stream's time base; `nil` where the file doesn't say.
    package var dts: Int64? {
        get { pointer.pointee.dts == dailies_nopts ? nil : pointer.pointee.dts }
        nonmutating set { pointer.pointee.dts = newValue ?? dailies_nopts }
    }

    /// How long it lasts, in the stream's time base.
    package var duration: Int64 {
        get { pointer.pointee.duration }
        nonmutating set { pointer.pointee.duration = newValue }
    }

    /// Whether decoding can start here.
    package var isKey: Bool { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }

    /// Says that decoding can start here, as it can at every block of sound.
    package func markKeyFrame() { pointer.pointee.flags |= AV_PKT_FLAG_KEY }

    /// Whether the demuxer found it damaged or cut short.
    package var isCorrupt: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// Whether an edit list hides it: decoded, never shown.
    package var isHidden: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }

    /// Whether its bytes are encrypted.
    package var isEncrypted: Bool {
        av_packet_get_side_data(pointer, AV_PKT_DATA_ENCRYPTION_INFO, nil) != nil
    }

    /// Whether it and what follows are coded by another configuration than what came before.
    package var changesConfiguration: Bool {
        av_packet_get_side_data(pointer, AV_PKT_DATA_NEW_EXTRADATA, nil) != nil
    }

    /// Where in the file it begins; `nil` where that isn't known.
    package var offset: Int64? { pointer.pointee.pos >= 0 ? pointer.pointee.pos : nil }

    /// How many bytes it has.
    package var byteCount: Int { Int(pointer.pointee.size) }

    /// Lends the bytes for the length of the call.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: pointer.pointee.data, count: byteCount))
    }

    /// Exchanges the bytes; times and everything else stay.
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

    /// Makes room for bytes and has them filled in; times and everything else are forgotten.
    ///
    /// - Parameter fill: returns whether it filled all of the room.
    package func read(
        _ count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Bool
    ) throws(MediaError) {
        clear()
        try checked(av_new_packet(pointer, Int32(clamping: count)), "read", "packet")
        guard fill(UnsafeMutableRawBufferPointer(start: pointer.pointee.data, count: count)) else {
            throw MediaError(.invalidData, "read", "packet")
        }
    }

    /// Lets go of the bytes.
    package func clear() { av_packet_unref(pointer) }

    /// Makes the packet ready to be written to another file: the place in the old one is forgotten.
    package func clearPosition() { pointer.pointee.pos = -1 }
}
