import DailiesDisclosure
import DailiesMediaTime
import DailiesVerification

/// The values of a measurement by MediaInfo's field names, formatted as MediaInfo formats them.
///
/// Source: MediaInfo's XML output 2.0; the tests compare each value with the program's own output.
struct MeasuredFields {
    let measured: MediaMeasurement

    enum Value: Hashable {
        case present(String)
        /// The file doesn't have this field.
        case absent
        /// The value is unknown, with the reason.
        case unknown(String)
    }

    func value(_ subject: PolicyRule.Subject) -> Value {
        switch subject {
        case .trace: return .unknown("the file's trace isn't measured")
        case .field(let track, _, let occurrence?) where occurrence > 1:
            return .unknown("only the first \(track.rawValue) track is measured")
        case .field(.general, let name, _): return general(name)
        case .field(.video, let name, _):
            return measured.video.map { video(name, $0) } ?? .absent
        case .field(.audio, let name, _):
            return measured.audio.map { audio(name, $0) } ?? .absent
        case .field(let track, _, _):
            return .unknown("\(track.rawValue) tracks aren't measured")
        }
    }

    private func general(_ name: String) -> Value {
        switch name {
        case "Format": known(FormatNames.container(measured.container))
        case "Duration": time(measured.duration)
        case "FileSize": .present(String(measured.bytes))
        case "FileExtension": fileExtension
        case "VideoCount": count(measured.videoTracks)
        case "AudioCount": count(measured.audioTracks)
        case "FrameRate", "FrameCount": measured.video.map { video(name, $0) } ?? .absent
        case "IsStreamable": .present(measured.faststart ? "Yes" : "No")
        case "extra/IsTruncated": isTruncated
        case "extra/DisclosureXMP": disclosure { $0.xmp.state }
        case "extra/DisclosureC2PA": disclosure { $0.c2pa.state }
        case "extra/DigitalSourceType": digitalSourceType
        default: .unknown("it isn't measured")
        }
    }

    /// The state of a mark, under a name of our own: MediaInfo has no field for it.
    private func disclosure(
        _ state: (DisclosureMarks) -> DisclosureMarks.Mark.State
    ) -> Value {
        guard let marks = measured.disclosure else { return .unknown(Self.unreadMarks) }
        let state = state(marks)
        return state == .absent ? .absent : .present(state.rawValue)
    }

    /// What the marks say about the origin; the terms of several are joined with " / ", as MediaInfo
    /// joins values.
    private var digitalSourceType: Value {
        guard let marks = measured.disclosure else { return .unknown(Self.unreadMarks) }
        let terms = marks.sourceTypes.map(\.term)
        return terms.isEmpty ? .absent : .present(terms.joined(separator: " / "))
    }

    private static let unreadMarks = "marks are read in MP4 and QuickTime files only"

    private var isTruncated: Value {
        switch measured.complete {
        case true?: .absent
        case false?: .present("Yes")
        case nil: .unknown("the file doesn't say where it ends")
        }
    }

    private var fileExtension: Value {
        guard !measured.file.hasPrefix("/proc/self/fd/") else {
            return .unknown("the file was passed as a descriptor without its name")
        }
        let name = measured.file.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return .absent }
        return .present(String(name[name.index(after: dot)...]))
    }

    private func video(_ name: String, _ video: MediaMeasurement.Video) -> Value {
        switch name {
        case "Format": known(FormatNames.video(video.codec))
        case "Format_Profile": known(FormatNames.profile(video.profile, of: video.codec))
        case "Width": .present(String(video.width))
        case "Height": .present(String(video.height))
        case "PixelAspectRatio": ratio(video, 1, 1)
        case "DisplayAspectRatio": ratio(video, video.width, video.height)
        case "Rotation": .present(thousandths(Int64(video.rotation) * 1000))
        case "FrameRate":
            known(video.frameRate.map { thousandths(Int64(($0.framesPerSecond * 1000).rounded())) })
        case "FrameCount": .present(String(video.frameCount))
        case "Duration": time(video.duration)
        case "ChromaSubsampling": known(layout(video)?.subsampling)
        case "BitDepth": known(layout(video).map { String($0.bitDepth) })
        default: .unknown("it isn't measured")
        }
    }

    private func layout(_ video: MediaMeasurement.Video) -> PixelLayout? {
        video.pixelFormat.flatMap(PixelLayout.init)
    }

    private func audio(_ name: String, _ audio: MediaMeasurement.Audio) -> Value {
        switch name {
        case "Format": known(FormatNames.audio(audio.codec))
        case "Channels", "Channel_s_": .present(String(audio.channels))
        case "SamplingRate": .present(String(audio.sampleRate))
        case "Duration": time(audio.duration)
        default: .unknown("it isn't measured")
        }
    }

    // MARK: Formatting

    /// The number of tracks; MediaInfo omits the field if there are none.
    private func count(_ tracks: Int) -> Value {
        tracks == 0 ? .absent : .present(String(tracks))
    }

    private func known(_ text: String?) -> Value {
        text.map(Value.present) ?? .unknown("the file's header doesn't specify it")
    }

    private func time(_ time: MediaTime?) -> Value {
        known(time.map { thousandths($0.units(per: 1000)) })
    }

    /// The sample aspect ratio multiplied by `width / height`, with three decimals.
    private func ratio(_ video: MediaMeasurement.Video, _ width: Int, _ height: Int) -> Value {
        let shape = video.sampleAspectRatio.split(separator: ":").compactMap { Double($0) }
        guard shape.count == 2, shape[1] > 0, height > 0 else { return known(nil) }
        let value = shape[0] / shape[1] * Double(width) / Double(height)
        return known(Int64(exactly: (value * 1000).rounded()).map(thousandths))
    }

    private func thousandths(_ count: Int64) -> String {
        let fraction = String(count.magnitude % 1000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        return "\(count < 0 ? "-" : "")\(count.magnitude / 1000).\(padding)\(fraction)"
    }
}
