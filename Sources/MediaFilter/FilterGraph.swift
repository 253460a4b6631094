internal import CDailiesFFmpegFilter
package import DailiesMedia

/// Owns a libavfilter graph with one input and one output, which changes frames or attaches
/// measurements to them as metadata.
package struct FilterGraph: ~Copyable {
    private let library: DailiesFilterFunctions
    private let graph: UnsafeMutablePointer<AVFilterGraph>
    private let source: UnsafeMutablePointer<AVFilterContext>
    private let sink: UnsafeMutablePointer<AVFilterContext>
    /// Receives the frames whose metadata is read by `receive()`.
    private let output: UnsafeMutablePointer<AVFrame>
    private let name: String

    private init(
        _ library: DailiesFilterFunctions,
        adopting graph: UnsafeMutablePointer<AVFilterGraph>,
        source: UnsafeMutablePointer<AVFilterContext>,
        sink: UnsafeMutablePointer<AVFilterContext>,
        output: UnsafeMutablePointer<AVFrame>,
        name: String
    ) {
        self.library = library
        self.graph = graph
        self.source = source
        self.sink = sink
        self.output = output
        self.name = name
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = output
        av_frame_free(&frame)
        var open: UnsafeMutablePointer<AVFilterGraph>? = graph
        library.graph_free(&open)
    }

    /// Whether libavfilter has a filter with a name, such as `scale`.
    package static func knows(_ filter: String) -> Bool {
        (try? FilterLibrary.functions.get())?.get_by_name(filter) != nil
    }

    /// Opens a filter chain for pictures with the format of `frame` and times in `timeBase`.
    ///
    /// - Parameter chain: filters in libavfilter's syntax, separated by commas.
    package static func pictures(
        _ chain: String, like frame: borrowing Frame, timeBase: StreamInfo.TimeBase
    ) throws(MediaError) -> FilterGraph {
        let format = frame.withPointer { raw in
            let picture = raw.assumingMemoryBound(to: AVFrame.self).pointee
            return av_get_pix_fmt_name(AVPixelFormat(picture.format)).map { String(cString: $0) }
        }
        let source =
            "buffer@in=width=\(frame.width):height=\(frame.height):pix_fmt=\(format ?? "none")"
            + ":time_base=\(timeBase.numerator)/\(timeBase.denominator)"
        return try open("\(source),\(chain),buffersink@out", named: chain)
    }

    /// Opens a filter chain for sound with the format of `frame` and times in `timeBase`.
    ///
    /// - Parameter chain: filters in libavfilter's syntax, separated by commas.
    package static func sound(
        _ chain: String, like frame: borrowing Frame, timeBase: StreamInfo.TimeBase
    ) throws(MediaError) -> FilterGraph {
        let layout = frame.withPointer { raw -> (rate: Int32, format: String, channels: String) in
            let sound = raw.assumingMemoryBound(to: AVFrame.self).pointee
            let format = av_get_sample_fmt_name(AVSampleFormat(sound.format))
            return (
                sound.sample_rate, format.map { String(cString: $0) } ?? "none",
                name(of: sound.ch_layout)
            )
        }
        let source =
            "abuffer@in=sample_rate=\(layout.rate):sample_fmt=\(layout.format)"
            + ":channel_layout=\(layout.channels)"
            + ":time_base=\(timeBase.numerator)/\(timeBase.denominator)"
        return try open("\(source),\(chain),abuffersink@out", named: chain)
    }

    /// The name of a channel layout, such as `stereo`.
    ///
    /// An unspecified layout is replaced by the default one for its number of channels, since
    /// filters refuse sound with an unspecified layout.
    private static func name(of layout: AVChannelLayout) -> String {
        var named = layout
        if layout.order == AV_CHANNEL_ORDER_UNSPEC {
            av_channel_layout_default(&named, layout.nb_channels)
        }
        var text = [CChar](repeating: 0, count: 64)
        av_channel_layout_describe(&named, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }

    private static func open(
        _ text: String, named name: String
    ) throws(MediaError) -> FilterGraph {
        let library: DailiesFilterFunctions
        do { library = try FilterLibrary.functions.get() } catch {
            throw MediaError(
                MediaError.Code(rawValue: dailies_filter_not_found), "load",
                FilterLibrary.fileName, detail: error.reason)
        }
        guard let graph = library.graph_alloc() else {
            throw MediaError(.noMemory, "set up filters", name)
        }
        var opened: UnsafeMutablePointer<AVFilterGraph>? = graph
        var inputs: UnsafeMutablePointer<AVFilterInOut>?
        var outputs: UnsafeMutablePointer<AVFilterInOut>?
        // With one thread per graph, two files in parallel are faster than one graph with threads.
        graph.pointee.nb_threads = 1
        let parsed = library.graph_parse2(graph, text, &inputs, &outputs)
        library.inout_free(&inputs)
        library.inout_free(&outputs)
        let configured = parsed < 0 ? parsed : library.graph_config(graph, nil)
        let kind = text.hasPrefix("abuffer") ? "abuffer" : "buffer"
        guard configured >= 0,
            let source = library.graph_get_filter(graph, "\(kind)@in"),
            let sink = library.graph_get_filter(graph, "\(kind)sink@out"),
            let output = av_frame_alloc()
        else {
            let code = MediaError.Code(rawValue: min(configured, -1))
            library.graph_free(&opened)
            throw MediaError(code, "set up filters", name)
        }
        return FilterGraph(
            library, adopting: graph, source: source, sink: sink, output: output, name: name)
    }

    /// Sends a frame to the filters; the frame itself stays unchanged.
    package func send(_ frame: borrowing Frame) throws(MediaError) {
        let code = frame.withPointer { raw in
            library.add_frame_flags(
                source, raw.assumingMemoryBound(to: AVFrame.self),
                Int32(AV_BUFFERSRC_FLAG_KEEP_REF))
        }
        guard code >= 0 else {
            throw MediaError(MediaError.Code(rawValue: code), "filter with", name)
        }
    }

    /// Signals the end of the stream, so that the filters return the frames they still hold.
    package func drain() throws(MediaError) {
        let code = library.add_frame_flags(source, nil, 0)
        guard code >= 0 else {
            throw MediaError(MediaError.Code(rawValue: code), "filter with", name)
        }
    }

    /// Receives the next filtered frame; `false` if none is ready.
    package func receive(into frame: borrowing Frame) throws(MediaError) -> Bool {
        let code = frame.withPointer { raw in
            let picture = raw.assumingMemoryBound(to: AVFrame.self)
            av_frame_unref(picture)
            return library.get_frame(sink, picture)
        }
        if code == dailies_filter_again || code == dailies_filter_eof { return false }
        guard code >= 0 else {
            throw MediaError(MediaError.Code(rawValue: code), "filter with", name)
        }
        return true
    }

    /// Receives the next frame and returns the metadata that the filters attached to it, by their
    /// own keys; `nil` if no frame is ready.
    package func receive() throws(MediaError) -> [String: String]? {
        av_frame_unref(output)
        let code = library.get_frame(sink, output)
        if code == dailies_filter_again || code == dailies_filter_eof { return nil }
        guard code >= 0 else {
            throw MediaError(MediaError.Code(rawValue: code), "filter with", name)
        }
        var values: [String: String] = [:]
        var entry: UnsafeMutablePointer<AVDictionaryEntry>?
        while let next = av_dict_get(output.pointee.metadata, "", entry, AV_DICT_IGNORE_SUFFIX) {
            values[String(cString: next.pointee.key)] = String(cString: next.pointee.value)
            entry = next
        }
        return values
    }
}
