internal import CDailiesFFmpeg
package import DailiesMediaTime

/// Owns an MP4 or MOV file opened for reading.
///
/// Security: the mov demuxer is forced and only the `file` protocol is allowed, so that a playlist
/// or a list of references dressed up as an MP4 opens nothing else.
package struct Demuxer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let path: String
    /// libav holds it unretained for as long as the file is open.
    private let interruptCallback: InterruptCallback?
    /// All streams, in the file's order.
    package private(set) var streams: [StreamInfo] = []

    private init(
        adopting context: UnsafeMutablePointer<AVFormatContext>, path: String,
        interruptCallback: InterruptCallback?
    ) {
        self.context = context
        self.path = path
        self.interruptCallback = interruptCallback
        streams = readStreams()
    }

    deinit {
        var open: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&open)
    }

    /// Opens a file and reads its index, nothing more.
    ///
    /// - Parameter shouldStop: asked before each reading of bytes; `true` ends the work.
    /// - Throws: `MediaError` with `.invalidData` where the file is no MP4 or its index is missing,
    ///   and with `.interrupted` where `shouldStop` said so.
    package static func open(
        _ path: String, shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MediaError) -> Demuxer {
        LibraryLog.install()
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        av_dict_set(&options, "protocol_whitelist", "file", 0)
        av_dict_set(&options, "format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2", 0)
        var opened = avformat_alloc_context()
        let interruptCallback = shouldStop.map(InterruptCallback.init)
        if let interruptCallback { opened?.pointee.interrupt_callback = interruptCallback.callback }
        // The prefix makes a name such as "concat:a|b" the name of a file.
        let result = avformat_open_input(
            &opened, "file:" + path, av_find_input_format("mov"), &options)
        // After a failure the context is already freed and must not be touched.
        guard result >= 0, let opened else {
            // A demuxer whose reading was ended takes the rest for missing.
            throw MediaError(
                shouldStop?() == true ? .interrupted : MediaError.Code(rawValue: min(result, -1)),
                "open", path)
        }
        var demuxer = Demuxer(adopting: opened, path: path, interruptCallback: interruptCallback)
        if demuxer.needsProbing {
            try checked(avformat_find_stream_info(opened, nil), "read the streams of", path)
            demuxer.streams = demuxer.readStreams()
        }
        return demuxer
    }

    /// Reading ahead decodes frames and costs a hundred times the opening, and an MP4's index says
    /// it all, except for fragmented files and for old codecs whose size only the frames tell.
    private var needsProbing: Bool {
        let hasSizelessPicture = streams.contains { $0.kind == .video && $0.width == 0 }
        return hasSizelessPicture || streams.isEmpty || context.pointee.duration <= 0
    }

    /// The whole file's length as the header claims it.
    package var durationFromHeader: MediaTime? {
        let duration = context.pointee.duration
        guard duration != dailies_nopts, duration >= 0 else { return nil }
        // The movie's own scale isn't told, but it claims no more than its tracks do.
        let isUnknown = (0..<Int(context.pointee.nb_streams)).contains { index in
            context.pointee.streams[index]?.pointee.duration == StreamInfo.unknownDuration
        }
        guard !isUnknown else { return nil }
        return MediaTime(value: duration, timescale: AV_TIME_BASE)
    }

    /// The value of a tag of the whole file, such as `major_brand`.
    package func tag(_ name: String) -> String? {
        guard let entry = av_dict_get(context.pointee.metadata, name, nil, 0) else { return nil }
        return String(cString: entry.pointee.value)
    }

    private func readStreams() -> [StreamInfo] {
        (0..<Int(context.pointee.nb_streams)).compactMap { index in
            context.pointee.streams[index].map(StreamInfo.init)
        }
    }

    /// The stream that carries the film's picture: the first with more than a single frame, or
    /// the first at all.
    package var picture: StreamInfo? { best(.video) }

    /// The stream that carries the sound, chosen likewise.
    package var sound: StreamInfo? { best(.audio) }

    private func best(_ kind: StreamInfo.Kind) -> StreamInfo? {
        let list = streams.filter { $0.kind == kind }
        return list.first { $0.frameCountFromHeader > 1 } ?? list.first
    }

    /// One entry of the index: where a frame lies in the file and when it is decoded.
    package struct IndexEntry: Sendable, Hashable {
        package let offset: Int64
        package let byteCount: Int
        /// In the stream's time base.
        package let dts: Int64
        package let isKey: Bool
        /// Whether an edit list hides it: decoded, never shown.
        package let isHidden: Bool
    }

    /// How many entries the index of a stream has, as far as the header gives it.
    package func indexCount(of stream: Int) -> Int {
        context.pointee.streams[stream].map { Int(avformat_index_get_entries_count($0)) } ?? 0
    }

    /// One entry of a stream's index; `nil` where there is none.
    package func indexEntry(_ position: Int, of stream: Int) -> IndexEntry? {
        guard let source = context.pointee.streams[stream],
            let entry = avformat_index_get_entry(source, Int32(clamping: position))
        else { return nil }
        return IndexEntry(
            offset: entry.pointee.pos,
            byteCount: Int(dailies_index_size(entry)),
            dts: entry.pointee.timestamp,
            isKey: dailies_index_is_key(entry) != 0,
            isHidden: dailies_index_is_hidden(entry) != 0
        )
    }

    /// How many frames of a stream an edit list hides, as far as the index gives it.
    package func hiddenCount(of stream: Int) -> Int {
        (0..<indexCount(of: stream)).count { indexEntry($0, of: stream)?.isHidden == true }
    }

    /// What a stream's index lists beyond the end of a file of so many bytes.
    package struct Truncation: Sendable, Hashable {
        /// Entries that end beyond the file.
        package let entries: Int
        /// When the first of them would be decoded, in the stream's time base.
        package let firstDTS: Int64
    }

    /// Holds a stream's index against the file's length; `nil` where everything lies inside.
    package func truncation(of stream: Int, fileSize: Int64) -> Truncation? {
        var entries = 0
        var first: Int64?
        for position in 0..<indexCount(of: stream) {
            guard let entry = indexEntry(position, of: stream) else { continue }
            let (end, overflow) = entry.offset.addingReportingOverflow(Int64(entry.byteCount))
            if overflow || end > fileSize {
                entries += 1
                first = min(first ?? entry.dts, entry.dts)
            }
        }
        return first.map { Truncation(entries: entries, firstDTS: $0) }
    }

    /// A copy of a stream's codec parameters, to decode it or to write it elsewhere.
    package func parameters(of stream: Int) throws(MediaError) -> CodecParameters {
        guard stream < Int(context.pointee.nb_streams), let source = context.pointee.streams[stream]
        else { throw MediaError(.invalidData, "find stream \(stream) of", path) }
        return try CodecParameters.copy(of: source.pointee.codecpar)
    }

    /// Tells the demuxer to pass over all streams but these.
    package func keepOnly(_ kept: Set<Int>) {
        for index in 0..<Int(context.pointee.nb_streams) where !kept.contains(index) {
            context.pointee.streams[index]?.pointee.discard = AVDISCARD_ALL
        }
    }

    /// Reads the next packet of any kept stream; `false` at the end of the file.
    package func read(into packet: borrowing Packet) throws(MediaError) -> Bool {
        while true {
            packet.clear()
            let result = av_read_frame(context, packet.pointer)
            if result == dailies_averror_eof { return false }
            try checked(result, "read", path)
            // Packets that were read ahead come out even of streams that are passed over.
            if context.pointee.streams[packet.stream]?.pointee.discard != AVDISCARD_ALL {
                return true
            }
        }
    }
}
