internal import CDailiesFFmpeg

/// The four characters that name the codec of a track (the type of its sample entry).
package enum SampleEntryCode {
    /// Registered codes that libav's tables lack, and those of encrypted tracks.
    private static let others: Set<String> = [
        "encv", "enca", "drmi", "drms", "resv", "dva1", "dvav", "dvh1", "dvhe", "dav1", "avc2",
        "avc4", "hvc2", "hev2", "svc1", "mvc1", "vvc1", "vvi1", "evc1", "ac-4", "mha1", "mhm1",
        "iamf", "ipcm", "fpcm",
    ]

    /// Whether the code stands for a codec, according to libav's tables and the list of registered
    /// codes.
    package static func isKnown(_ code: String) -> Bool {
        if others.contains(code) { return true }
        // Codes of Windows formats in QuickTime files: "ms" or "TS" and a number.
        if code.hasPrefix("ms") || code.hasPrefix("TS") { return true }
        let tag = code.utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var tables = [
            avformat_get_mov_video_tags(), avformat_get_mov_audio_tags(),
            avformat_get_riff_video_tags(), nil,
        ]
        return av_codec_get_id(&tables, tag) != AV_CODEC_ID_NONE
    }
}
