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
    package var presentation: Int64? {
        get { pointer.pointee.pts == dailies_nopts ? nil : pointer.pointee.pts }
        nonmutating set { pointer.pointee.pts = newValue ?? dailies_nopts }
    }

    /// When it is decoded, in the stream's time base; `nil` where the file doesn't say.
    package var decoding: Int64? {
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

    /// Whether the demuxer found it damaged or cut short.
    package var isCorrupt: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// Whether an edit list hides it: decoded, never shown.
    package var isHidden: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }

    /// How many bytes it has.
    package var byteCount: Int { Int(pointer.pointee.size) }

    /// Lends the bytes for the length of the call.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: pointer.pointee.data, count: byteCount))
    }

    /// Lets go of the bytes.
    package func clear() { av_packet_unref(pointer) }

    /// Makes the packet ready to be written to another file: the place in the old one is forgotten.
    package func forgetOrigin() { pointer.pointee.pos = -1 }
}
