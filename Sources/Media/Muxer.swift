internal import CDailiesFFmpeg

/// Owns an MP4 file opened for writing.
///
/// The order of calls is: `create`, `addStream` for each stream, `begin`, `write` for each packet,
/// `finish`. A muxer that is dropped before `finish` leaves an incomplete, invalid file behind.
package struct Muxer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let path: String

    private init(adopting context: UnsafeMutablePointer<AVFormatContext>, path: String) {
        self.context = context
        self.path = path
    }

    deinit {
        if context.pointee.pb != nil { avio_closep(&context.pointee.pb) }
        avformat_free_context(context)
    }

    /// A container that can be written.
    package enum Format: String, Sendable {
        case mp4
        case quickTime = "mov"
    }

    /// Creates the file, replacing an existing one.
    package static func create(
        _ path: String, as format: Format = .mp4
    ) throws(MediaError) -> Muxer {
        LibraryLog.install()
        var created: UnsafeMutablePointer<AVFormatContext>?
        let result = avformat_alloc_output_context2(
            &created, nil, format.rawValue, "file:" + path)
        guard result >= 0, let created else {
            throw MediaError(MediaError.Code(rawValue: min(result, -1)), "create", path)
        }
        let muxer = Muxer(adopting: created, path: path)
        try checked(
            avio_open(&created.pointee.pb, "file:" + path, AVIO_FLAG_WRITE),
            "create", path)
        return muxer
    }

    /// Adds a stream and returns its index.
    ///
    /// - Parameters:
    ///   - timeBase: the requested time base of packets; the format may choose another one.
    ///   - rotation: clockwise degrees that players must rotate the picture: 0, 90, 180 or 270.
    package func addStream(
        _ parameters: borrowing CodecParameters,
        timeBase: StreamInfo.TimeBase,
        rotation: Int = 0
    ) throws(MediaError) -> Int {
        guard let stream = avformat_new_stream(context, nil) else {
            throw MediaError(.noMemory, "add a stream to", path)
        }
        try checked(
            avcodec_parameters_copy(stream.pointee.codecpar, parameters.pointer), "describe", path)
        // The codec tag belongs to the container that the parameters were read from.
        stream.pointee.codecpar.pointee.codec_tag = 0
        if rotation != 0 {
            let size = 9 * MemoryLayout<Int32>.size
            guard
                let matrix = av_stream_new_side_data(
                    stream, AV_PKT_DATA_DISPLAYMATRIX, size)
            else { throw MediaError(.noMemory, "describe", path) }
            matrix.withMemoryRebound(to: Int32.self, capacity: 9) {
                // libav sets the clockwise angle, although it returns the opposite one.
                av_display_rotation_set($0, Double(rotation))
            }
        }
        // libav's muxer writes the stream's aspect ratio into the track, where players look for it.
        stream.pointee.sample_aspect_ratio = stream.pointee.codecpar.pointee.sample_aspect_ratio
        stream.pointee.time_base = AVRational(num: timeBase.numerator, den: timeBase.denominator)
        return Int(stream.pointee.index)
    }

    /// Adds a stream like one of another file, including its description of high dynamic range, and
    /// returns its index.
    ///
    /// - Parameter demuxer: the other file, after `probe`.
    package func addStream(
        like stream: StreamInfo, of demuxer: borrowing Demuxer, timeBase: StreamInfo.TimeBase,
        rotation: Int
    ) throws(MediaError) -> Int {
        let parameters = try demuxer.parameters(of: stream.index)
        let index = try addStream(parameters, timeBase: timeBase, rotation: rotation)
        guard let added = context.pointee.streams[index] else { return index }
        // The tag of H.265 says whether packets contain parameter sets.
        if stream.codec == "hevc" {
            added.pointee.codecpar.pointee.codec_tag = parameters.pointer.pointee.codec_tag
        }
        // Its parameters have the pixels' shape that the coded pictures state, and not the container's.
        if stream.pixelWidth != stream.pixelHeight {
            let shape = AVRational(num: Int32(stream.pixelWidth), den: Int32(stream.pixelHeight))
            added.pointee.codecpar.pointee.sample_aspect_ratio = shape
            added.pointee.sample_aspect_ratio = shape
        }
        demuxer.forEachSideData(of: stream.index) { type, bytes in
            guard Self.rangeDescriptions.contains(type),
                let copy = av_stream_new_side_data(added, type, bytes.count),
                let source = bytes.baseAddress
            else { return }
            copy.update(from: source, count: bytes.count)
        }
        return index
    }

    private static let rangeDescriptions = [
        AV_PKT_DATA_MASTERING_DISPLAY_METADATA, AV_PKT_DATA_CONTENT_LIGHT_LEVEL,
    ]

    /// Adds a stream for a JPEG cover picture and returns its index; call before `begin`.
    package func addCover(width: Int, height: Int) throws(MediaError) -> Int {
        guard let stream = avformat_new_stream(context, nil) else {
            throw MediaError(.noMemory, "add a cover to", path)
        }
        stream.pointee.codecpar.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        stream.pointee.codecpar.pointee.codec_id = AV_CODEC_ID_MJPEG
        stream.pointee.codecpar.pointee.width = Int32(width)
        stream.pointee.codecpar.pointee.height = Int32(height)
        stream.pointee.disposition = AV_DISPOSITION_ATTACHED_PIC
        return Int(stream.pointee.index)
    }

    /// Sets a metadata tag of the file, such as `title`.
    package func setTag(_ name: String, _ value: String) {
        av_dict_set(&context.pointee.metadata, name, value, 0)
    }

    /// Sets the language of a stream, an ISO 639-2 code.
    package func setLanguage(_ language: String, of stream: Int) {
        guard let stream = context.pointee.streams[stream] else { return }
        av_dict_set(&stream.pointee.metadata, "language", language, 0)
    }

    /// A chapter: a named range of the film that players can jump to.
    package struct Chapter: Sendable {
        package let title: String
        /// In units of the chapters' time base.
        package let range: Range<Int64>

        package init(title: String, range: Range<Int64>) {
            self.title = title
            self.range = range
        }
    }

    /// Sets the chapters, which are written in QuickTime's and in Nero's format; call before `begin`.
    package func setChapters(
        _ chapters: [Chapter], timeBase: StreamInfo.TimeBase
    ) throws(MediaError) {
        let size = MemoryLayout<UnsafeMutablePointer<AVChapter>?>.stride
        guard context.pointee.chapters == nil, !chapters.isEmpty,
            let list = av_calloc(chapters.count, size)?
                .assumingMemoryBound(to: UnsafeMutablePointer<AVChapter>?.self)
        else { return }
        // From here on the context owns the allocated memory and frees it.
        context.pointee.chapters = list
        for (index, chapter) in chapters.enumerated() {
            let one = av_mallocz(MemoryLayout<AVChapter>.stride)?
                .assumingMemoryBound(to: AVChapter.self)
            guard let one else { throw MediaError(.noMemory, "name the chapters of", path) }
            list[index] = one
            context.pointee.nb_chapters += 1
            one.pointee.id = Int64(index)
            one.pointee.time_base = AVRational(
                num: timeBase.numerator, den: timeBase.denominator)
            one.pointee.start = chapter.range.lowerBound
            one.pointee.end = chapter.range.upperBound
            av_dict_set(&one.pointee.metadata, "title", chapter.title, 0)
        }
    }

    /// Writes the header.
    ///
    /// - Parameter options: private options of the mov muxer, such as `movflags`.
    package func begin(_ options: [String: String] = [:]) throws(MediaError) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
        try checked(avformat_write_header(context, &dictionary), "write the header of", path)
        if let left = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX) {
            throw MediaError(.unsupported, "set option \(String(cString: left.pointee.key))", path)
        }
    }

    /// The time base that the packets of a stream must use; valid after `begin`.
    package func timeBase(of stream: Int) -> StreamInfo.TimeBase {
        guard let stream = context.pointee.streams[stream] else {
            return StreamInfo.TimeBase(numerator: 1, denominator: 1)
        }
        return StreamInfo.TimeBase(
            numerator: stream.pointee.time_base.num, denominator: stream.pointee.time_base.den)
    }

    /// Converts a packet's times from another time base to its stream's.
    package func rescale(_ packet: borrowing Packet, from source: StreamInfo.TimeBase) {
        let target = timeBase(of: packet.stream)
        av_packet_rescale_ts(
            packet.pointer,
            AVRational(num: source.numerator, den: source.denominator),
            AVRational(num: target.numerator, den: target.denominator))
    }

    /// Writes one packet, interleaved by time with those of other streams; it is empty afterwards.
    package func write(_ packet: borrowing Packet) throws(MediaError) {
        try checked(av_interleaved_write_frame(context, packet.pointer), "write", path)
    }

    /// Writes the index and closes the file.
    ///
    /// - Throws: `MediaError` if not everything could be written.
    package consuming func finish() throws(MediaError) {
        try checked(av_write_trailer(context), "write the index of", path)
        try checked(avio_closep(&context.pointee.pb), "close", path)
    }
}
