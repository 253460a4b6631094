import DailiesShotList

/// Whether files that a list names, or holds, are what the model takes.
enum ListedFileRules {
    /// What is wrong with a picture that a shot starts or ends with, or that shows an element.
    static func flaws(ofPicture file: ListedFile, _ limits: ModelProfile.PictureLimits) -> [String]
    {
        guard case .picture(_, let size) = file.content else {
            return ["it is a video; a picture is wanted"]
        }
        return flaws(ofPicture: file.bytes, size, limits)
    }

    /// What is wrong with a picture that is written into the list.
    static func flaws(ofInlinePicture text: String, _ limits: ModelProfile.PictureLimits)
        -> [String]
    {
        guard let picture = InlinePicture(text), let size = picture.size else {
            return [
                "it is no PNG, JPEG or WebP picture; write data:image/png;base64, and the file's "
                    + "bytes in base64, or name the file"
            ]
        }
        return flaws(ofPicture: picture.bytes, size, limits)
    }

    private static func flaws(
        ofPicture bytes: Int, _ size: ModelProfile.FrameSize, _ limits: ModelProfile.PictureLimits
    ) -> [String] {
        var flaws: [String] = []
        if bytes > limits.bytesMaximum {
            flaws.append("it has \(bytes) bytes; at most \(limits.bytesMaximum) are taken")
        }
        if min(size.width, size.height) < limits.sideMinimum {
            flaws.append(
                "it has \(size.width)x\(size.height) pixels; each side needs \(limits.sideMinimum)")
        }
        let ratio = Double(size.width) / Double(max(1, size.height))
        if !limits.ratios.contains(ratio) {
            flaws.append(
                "\(size.width)x\(size.height) is too \(ratio > 1 ? "wide" : "tall"); width by "
                    + "height must lie from \(limits.ratios.lowerBound) to \(limits.ratios.upperBound)"
            )
        }
        return flaws
    }

    static func flaws(ofVideo file: ListedFile, _ limits: ModelProfile.ElementLimits) -> [String] {
        guard case .video(let size, let seconds, let frameRate) = file.content else {
            return ["it is a picture; a video is wanted"]
        }
        var flaws: [String] = []
        if file.bytes > limits.videoBytesMaximum {
            flaws.append(
                "it has \(file.bytes) bytes; at most \(limits.videoBytesMaximum) are taken")
        }
        if ![size.width, size.height].allSatisfy({ limits.videoSides.contains(Double($0)) }) {
            flaws.append(
                "it has \(size.width)x\(size.height) pixels; each side must have "
                    + words(limits.videoSides))
        }
        if !limits.videoSeconds.contains(seconds) {
            flaws.append("it lasts \(seconds) s; it must last \(words(limits.videoSeconds)) s")
        }
        if !limits.videoFrameRates.contains(frameRate) {
            flaws.append(
                "it has \(frameRate) frames a second; it must have \(words(limits.videoFrameRates))"
            )
        }
        return flaws
    }

    private static func words(_ range: ClosedRange<Double>) -> String {
        "\(range.lowerBound) to \(range.upperBound)"
    }
}
