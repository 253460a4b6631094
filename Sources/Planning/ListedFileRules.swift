import DailiesMediaTime
import DailiesShotList

/// Compares the files that a list names, and the pictures it contains, with the model's limits.
enum ListedFileRules {
    /// The problems of a picture that a shot starts or ends with, or that shows an element.
    static func problems(
        ofPicture file: ListedFile, _ limits: ModelAsks.PictureLimits
    ) -> [String] {
        guard case .picture(_, let size) = file.content else {
            return ["it is a video; a picture is expected"]
        }
        return problems(ofPicture: file.bytes, size, limits)
    }

    /// The problems of a picture that the list contains as a data URI.
    static func problems(
        ofDataURI text: String, _ limits: ModelAsks.PictureLimits
    ) -> [String] {
        guard let picture = InlinePicture(text), let size = picture.size else {
            return [
                "it is no PNG, JPEG or WebP picture; write data:image/png;base64, followed by the "
                    + "file's bytes in base64, or name the file"
            ]
        }
        return problems(ofPicture: picture.bytes, size, limits)
    }

    private static func problems(
        ofPicture bytes: Int, _ size: FrameSize, _ limits: ModelAsks.PictureLimits
    ) -> [String] {
        var problems: [String] = []
        if let most = limits.bytesMaximum, bytes > most {
            problems.append("it has \(bytes) bytes; at most \(most) are allowed")
        }
        if let least = limits.sideMinimum, min(size.width, size.height) < least {
            problems.append(
                "it has \(size.width)x\(size.height) pixels; each side needs \(least)")
        }
        if let most = limits.sideMaximum, max(size.width, size.height) > most {
            problems.append(
                "it has \(size.width)x\(size.height) pixels; each side may have \(most)")
        }
        let ratio = Double(size.width) / Double(max(1, size.height))
        if let ratios = limits.ratios, !ratios.contains(ratio) {
            let (least, most) = (ratios.lowerBound, ratios.upperBound)
            problems.append(
                "\(size.width)x\(size.height) is too \(ratio > 1 ? "wide" : "tall"); width by "
                    + "height must be from \(least) to \(most)")
        }
        return problems
    }

    /// The problems of a video that shows an element.
    static func problems(
        ofVideo file: ListedFile, _ limits: ModelAsks.ElementLimits
    ) -> [String] {
        guard case .video(let size, let seconds, let frameRate) = file.content else {
            return ["it is a picture; a video is expected"]
        }
        var problems: [String] = []
        if file.bytes > limits.videoBytesMaximum {
            problems.append(
                "it has \(file.bytes) bytes; at most \(limits.videoBytesMaximum) are allowed")
        }
        if ![size.width, size.height].allSatisfy({ limits.videoSides.contains(Double($0)) }) {
            problems.append(
                "it has \(size.width)x\(size.height) pixels; each side must have "
                    + text(of: limits.videoSides))
        }
        if !limits.videoSeconds.contains(seconds) {
            problems.append(
                "it lasts \(seconds) s; it must last \(text(of: limits.videoSeconds)) s")
        }
        if !limits.videoFrameRates.contains(frameRate) {
            problems.append(
                "it has \(frameRate) frames per second; it must have "
                    + text(of: limits.videoFrameRates))
        }
        return problems
    }

    private static func text(of range: ClosedRange<Double>) -> String {
        "\(range.lowerBound) to \(range.upperBound)"
    }
}
