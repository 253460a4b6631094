import DailiesDrawing

/// A moving landscape, which depends only on the prompt and the size of the frame.
struct Scenery: Sendable {
    /// The brightest colour of the palette, used for text.
    let accent: Colour
    private let sky: Sky
    private let disc: Disc
    private let clouds: Clouds
    private let ridges: [Ridge]
    private let water: Water?

    /// Makes the landscape for the upper `height` rows of a frame.
    init(_ prompt: String, width: Int, height: Int) {
        var generator = SplitMix64(prompt)
        let palette = Palette.random(&generator)
        let horizon = Int(Double(height) * generator.number(0.58...0.7))
        accent = palette.horizon.mixed(with: palette.disc, 0.6)
        sky = Sky(palette, width: width, height: height, horizon: horizon, generator: &generator)
        disc = Disc(palette, width: width, horizon: horizon, generator: &generator)
        clouds = Clouds(palette, width: width, horizon: horizon, generator: &generator)
        let shoreline = horizon + height / 12
        let isCoast = generator.whole(0...2) == 0
        water =
            isCoast
            ? Water(
                palette, mirroring: sky, shoreline: shoreline, bottom: height, generator: &generator
            )
            : nil
        ridges = Self.ridges(
            palette, width: width, horizon: horizon, bottom: isCoast ? shoreline : height,
            count: isCoast ? 2 : 4, generator: &generator)
    }

    private static func ridges(
        _ palette: Palette,
        width: Int,
        horizon: Int,
        bottom: Int,
        count: Int,
        generator: inout SplitMix64
    ) -> [Ridge] {
        let profile = RidgeProfile.allCases[generator.whole(0...RidgeProfile.allCases.count - 1)]
        return (0..<count).map { layer in
            let nearness = Double(layer) / Double(count - 1)
            let reach = Double(horizon) * (0.3 - 0.08 * nearness)
            let foot = Double(horizon) + Double(bottom - horizon) * (0.2 + 0.68 * nearness)
            // The nearest layer is hills, so that the city doesn't reach down to the viewer.
            let isHilly = profile == .skyline && layer == count - 1
            return Ridge(
                (isHilly ? .hills : profile).heights(period: width * 2, generator: &generator),
                crest: Int(foot - reach * (isHilly ? 0.5 : 1)), foot: Int(foot), bottom: bottom,
                speed: 0.4 + 2.8 * nearness * nearness,
                colour: palette.horizon.mixed(with: palette.land, 0.38 + 0.62 * nearness),
                mist: palette.horizon)
        }
    }

    /// Paints the landscape of one frame.
    func paint(_ canvas: Canvas, frame: Int) {
        sky.paint(canvas, frame: frame)
        disc.paint(canvas, over: sky, frame: frame)
        clouds.paint(canvas, over: sky, frame: frame)
        for ridge in ridges { ridge.paint(canvas, frame: frame) }
        water?.paint(canvas, beneath: disc.column(in: frame), frame: frame)
    }
}
