import DailiesBitstream

/// The libavfilter chain that converts a clip's pictures to the film's format.
///
/// Each input picture gives one output picture; `FrameRateConversion` handles the frame rate.
struct ConformFilters {
    /// The source's format as it comes from the decoder.
    let source: PictureFormat
    /// The clockwise rotation for display, in degrees.
    let rotation: Int
    /// Whether it is mirrored top to bottom before it is rotated.
    let isMirrored: Bool
    let isInterlaced: Bool
    let film: FilmFormat
    let fit: AssemblySettings.Fit

    /// The filter chain between decoder and encoder.
    var chain: String {
        let parts =
            [isInterlaced ? "bwdif=mode=send_frame" : nil, isMirrored ? "vflip" : nil]
            + turn(rotation) + [geometry] + turn((360 - film.rotation) % 360)
            + [
                "format=\(film.picture.pixelFormat)",
                "setsar=\(film.picture.pixelShape.width)/\(film.picture.pixelShape.height)",
            ]
        return parts.compactMap(\.self).joined(separator: ",")
    }

    private func turn(_ degrees: Int) -> [String?] {
        switch degrees {
        case 90: ["transpose=clock"]
        case 180: ["hflip", "vflip"]
        case 270: ["transpose=cclock"]
        default: []
        }
    }

    // MARK: Size and shape

    private var geometry: String? {
        let (upright, frame) = (turned(source, rotation), turned(film.picture, film.rotation))
        let (width, height) = (frame.width, frame.height)
        let inside = PictureFit(upright, in: frame, filling: false)
        let filling = PictureFit(upright, in: frame, filling: true)
        if inside == filling {
            let isAsItIs = upright.width == width && upright.height == height && colours.isEmpty
            return isAsItIs ? nil : scale(inside)
        }
        if fit == .crop || PictureFit.isHairline(upright, frame) {
            return "\(scale(filling)),crop=\(width):\(height)"
        }
        if fit == .pad {
            return "\(scale(inside)),pad=\(width):\(height):(ow-iw)/2:(oh-ih)/2"
        }
        // Blurring at an eighth of the size looks the same and takes a sixtieth of the time.
        let small = PictureFit(
            PictureFormat(width: filling.width, height: filling.height),
            in: PictureFormat(width: (width / 8 + 1) / 2 * 2, height: (height / 8 + 1) / 2 * 2),
            filling: true)
        return
            "split=2[behind][before];[behind]\(scale(small)),gblur=sigma=\(max(width, height) / 160)"
            + ",scale=\(filling.width):\(filling.height):flags=bilinear,crop=\(width):\(height)"
            + ",lutyuv=y=val*0.7+5[blurred];[before]\(scale(inside))[sharp]"
            + ";[blurred][sharp]overlay=(W-w)/2:(H-h)/2:format=auto"
    }

    private func turned(_ format: PictureFormat, _ rotation: Int) -> PictureFormat {
        guard rotation % 180 != 0 else { return format }
        var turned = format
        (turned.width, turned.height) = (format.height, format.width)
        turned.pixelShape = PixelShape(format.pixelShape.height, format.pixelShape.width)
        return turned
    }

    private func scale(_ size: PictureFit) -> String {
        let options =
            ["scale=\(size.width):\(size.height)", "flags=lanczos+accurate_rnd+full_chroma_int"]
            + colours
        return options.joined(separator: ":")
    }

    // MARK: Colours

    /// The scaler options for differing colours.
    private var colours: [String] {
        let (own, wanted) = (DisplayedColour.of(source), DisplayedColour.of(film.picture))
        var options: [String] = []
        if own.isFullRange != wanted.isFullRange {
            options.append("in_range=\(own.isFullRange ? "full" : "limited")")
            options.append("out_range=\(wanted.isFullRange ? "full" : "limited")")
        }
        if let from = Self.matrices[own.matrix], let to = Self.matrices[wanted.matrix], from != to {
            options.append("in_color_matrix=\(from)")
            options.append("out_color_matrix=\(to)")
        } else if own.matrix == Self.identity, let to = Self.matrices[wanted.matrix] {
            options.append("out_color_matrix=\(to)")
        }
        return options
    }

    /// RGB, the identity matrix (ITU-T H.273, table 4).
    private static let identity = 0

    /// The scaler's names of the matrices (ITU-T H.273, table 4).
    private static let matrices = [
        1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020",
    ]
}
