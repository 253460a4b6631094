internal import CDailiesFFmpeg
package import DailiesContainer
package import DailiesMediaTime

/// Owns a media file opened for reading.
///
/// Security: for movies and videos the demuxer is forced, for other files only some are allowed, and
/// no protocol is, so that a playlist or a list of references can't open other files or hosts.
package struct Demuxer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let path: String
    /// libav reads through it as long as the demuxer is open.
    private let input: FileInput
    /// All streams, in the file's order.
    package private(set) var streams: [StreamInfo] = []
    private var isProbed = false

    private init(
        adopting context: UnsafeMutablePointer<AVFormatContext>, path: String, input: FileInput
    ) {
        self.context = context
        self.path = path
        self.input = input
        streams = readStreams()
    }

    deinit {
        var open: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&open)
    }

    /// The kinds of files that are opened.
    package enum Formats: Sendable {
        /// MP4 and QuickTime files.
        case movies
        /// These, and Matroska and WebM files.
        case videos
        /// These, and MPEG transport streams and AVI.
        case clips
        /// Movies, and files with sound only: MP3, WAV, FLAC, Ogg, AAC, AIFF, CAF and Matroska.
        case sounds

        var whitelist: String {
            let movies = "mov,mp4,m4a,3gp,3g2,mj2"
            switch self {
            case .movies: return movies
            case .videos: return movies + ",matroska,webm"
            case .clips: return movies + ",matroska,webm,mpegts,avi"
            case .sounds: return movies + ",mp3,wav,w64,flac,ogg,aac,aiff,caf,matroska,webm"
            }
        }

        /// The demuxer for a file by its first bytes; `nil` if libav chooses one.
        func demuxer(of file: FileBytes) -> String? {
            switch self {
            case .movies: "mov"
            case .videos: MatroskaFile.hasSignature(file) ? "matroska" : "mov"
            case .clips, .sounds: TopLevelBoxes(file).first("moov") == nil ? nil : "mov"
            }
        }
    }

    /// Opens a file and reads its index only.
    ///
    /// - Parameter shouldStop: called before bytes are read; `true` aborts.
    /// - Throws: `MediaError` with `.invalidData` if the file isn't an MP4 or its index is missing,
    ///   and with `.interrupted` if `shouldStop` returned `true`.
    package static func open(
        _ path: String, _ formats: Formats = .movies, shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MediaError) -> Demuxer {
        let file: FileBytes
        do {
            file = try FileBytes.open(path)
        } catch {
            throw MediaError(MediaError.Code(rawValue: -error.code), "open", path)
        }
        return try open(file, formats, shouldStop: shouldStop)
    }

    /// Reads the index of a file, as `open(_:shouldStop:)` does with a path, without opening it again.
    ///
    /// - Parameter shouldStop: called before bytes are read; `true` aborts.
    /// - Throws: `MediaError`, as for a path.
    package static func open(
        _ file: FileBytes, _ formats: Formats = .movies,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MediaError) -> Demuxer {
        LibraryLog.install()
        let path = file.path
        let input = try FileInput(file, shouldStop: shouldStop)
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        av_dict_set(&options, "protocol_whitelist", "none", 0)
        av_dict_set(&options, "format_whitelist", formats.whitelist, 0)
        var opened = avformat_alloc_context()
        opened?.pointee.pb = input.context
        let forced = formats.demuxer(of: file)
        let result = avformat_open_input(
            &opened, path, forced.flatMap { av_find_input_format($0) }, &options)
        // After a failure libav has already freed the context.
        guard result >= 0, let opened else {
            // An interrupted demuxer reports the unread data as missing.
            throw MediaError(
                shouldStop?() == true ? .interrupted : MediaError.Code(rawValue: min(result, -1)),
                "open", path)
        }
        var demuxer = Demuxer(adopting: opened, path: path, input: input)
        if forced == nil || demuxer.needsProbing(hasIndex: forced == "mov") {
            try demuxer.probe()
        }
        return demuxer
    }

    /// Decodes frames to find out what the header doesn't say, such as the pixel format.
    package mutating func probe() throws(MediaError) {
        // A second time, libav would use streams that it has released.
        guard !isProbed else { return }
        isProbed = true
        try checked(avformat_find_stream_info(context, nil), "read the streams of", path)
        streams = readStreams()
    }

    /// Passes the side data of a stream to `body`: its type and its bytes.
    func forEachSideData(
        of stream: Int, _ body: (AVPacketSideDataType, UnsafeBufferPointer<UInt8>) -> Void
    ) {
        guard let source = context.pointee.streams[stream] else { return }
        for index in 0..<Int(source.pointee.nb_side_data) {
            let data = source.pointee.side_data[index]
            body(data.type, UnsafeBufferPointer(start: data.data, count: data.size))
        }
    }

    /// Whether `avformat_find_stream_info` is needed.
    ///
    /// It decodes frames and costs a hundred times as much as opening the file. An MP4's index has
    /// all the information, except in fragmented files and for old codecs whose picture size is
    /// only known from the frames. A Matroska file describes its tracks too.
    ///
    /// - Parameter hasIndex: whether files of this kind state their duration.
    private func needsProbing(hasIndex: Bool) -> Bool {
        let hasSizelessPicture = streams.contains { $0.kind == .video && $0.width == 0 }
        return hasSizelessPicture || streams.isEmpty
            || (hasIndex && context.pointee.duration <= 0)
    }

    /// The duration of the whole file as stated in the header.
    package var durationFromHeader: MediaTime? {
        let duration = context.pointee.duration
        guard duration != dailies_nopts, duration >= 0 else { return nil }
        // libav doesn't expose the movie's own timescale, but the movie is as long as its tracks: if
        // a track's duration is unknown, so is the movie's.
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

    /// The main video stream: the first that is enabled and has more than one frame, otherwise the
    /// first that is enabled, as players choose it; the first of all if none is enabled.
    package var picture: StreamInfo? { best(.video) }

    /// The main audio stream, chosen in the same way.
    package var sound: StreamInfo? { best(.audio) }

    private func best(_ kind: StreamInfo.Kind) -> StreamInfo? {
        let all = streams.filter { $0.kind == kind }
        let enabled = all.filter(\.isDefault)
        let list = enabled.isEmpty ? all : enabled
        return list.first { $0.frameCountFromHeader > 1 } ?? list.first
    }

    /// One entry of a stream's index: a frame's position in the file and its decoding time.
    package struct IndexEntry: Sendable, Hashable {
        package let offset: Int64
        package let byteCount: Int
        /// Decoding time in the stream's time base.
        package let dts: Int64
        package let isKey: Bool
        /// Whether an edit list hides the frame: it is decoded but never shown.
        package let isHidden: Bool
    }

    /// The number of entries in a stream's index, as far as the header contains it.
    package func indexCount(of stream: Int) -> Int {
        context.pointee.streams[stream].map { Int(avformat_index_get_entries_count($0)) } ?? 0
    }

    /// One entry of a stream's index; `nil` if there is none at this position.
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

    /// The number of frames of a stream that an edit list hides, according to the index.
    package func hiddenCount(of stream: Int) -> Int {
        (0..<indexCount(of: stream)).count { indexEntry($0, of: stream)?.isHidden == true }
    }

    /// The entries of a stream's index that lie beyond the end of the file.
    package struct Truncation: Sendable, Hashable {
        /// The number of entries that end beyond the file.
        package let entries: Int
        /// The earliest decoding time among them, in the stream's time base.
        package let firstDTS: Int64
    }

    /// Compares a stream's index with the file's size in bytes; `nil` if all entries lie inside.
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

    /// A copy of a stream's codec parameters, for decoding it or writing it to another file.
    package func parameters(of stream: Int) throws(MediaError) -> CodecParameters {
        guard stream < Int(context.pointee.nb_streams), let source = context.pointee.streams[stream]
        else { throw MediaError(.invalidData, "find stream \(stream) of", path) }
        return try CodecParameters.copy(of: source.pointee.codecpar)
    }

    /// Makes the demuxer discard all streams except these.
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
            // Packets that were read while probing are returned even for discarded streams.
            if context.pointee.streams[packet.stream]?.pointee.discard != AVDISCARD_ALL {
                return true
            }
        }
    }
}
