/// A moving landscape that depends on nothing but the prompt and the size of the frame.
struct Scenery: Sendable {
    /// The palette's brightest colour, to set type in.
    let accent: Colour
    private let sky: Sky
    private let disc: Disc
    private let clouds: Clouds
    private let ridges: [Ridge]
    private let water: Water?

    /// Composes the landscape for the upper `height` rows of a frame.
    init(_ prompt: String, width: Int, height: Int) {
        var dice = Dice(prompt)
        let palette = Palette.drawn(&dice)
        let horizon = Int(Double(height) * dice.number(0.58...0.7))
        accent = palette.horizon.mixed(with: palette.disc, 0.6)
        sky = Sky(palette, width: width, height: height, horizon: horizon, dice: &dice)
        disc = Disc(palette, width: width, horizon: horizon, dice: &dice)
        clouds = Clouds(palette, width: width, horizon: horizon, dice: &dice)
        let shoreline = horizon + height / 12
        let isCoast = dice.whole(0...2) == 0
        water =
            isCoast
            ? Water(palette, mirroring: sky, shoreline: shoreline, bottom: height, dice: &dice)
            : nil
        ridges = Self.ridges(
            palette, width: width, horizon: horizon, bottom: isCoast ? shoreline : height,
            count: isCoast ? 2 : 4, dice: &dice)
    }

    private static func ridges(
        _ palette: Palette,
        width: Int,
        horizon: Int,
        bottom: Int,
        count: Int,
        dice: inout Dice
    ) -> [Ridge] {
        let profile = RidgeProfile.allCases[dice.whole(0...RidgeProfile.allCases.count - 1)]
        return (0..<count).map { layer in
            let nearness = Double(layer) / Double(count - 1)
            let reach = Double(horizon) * (0.3 - 0.08 * nearness)
            let foot = Double(horizon) + Double(bottom - horizon) * (0.2 + 0.68 * nearness)
            // Distant buildings before near hills: a city looks built all the way otherwise.
            let isHilly = profile == .skyline && layer == count - 1
            return Ridge(
                (isHilly ? .hills : profile).heights(period: width * 2, dice: &dice),
                crest: Int(foot - reach * (isHilly ? 0.5 : 1)), foot: Int(foot), bottom: bottom,
                speed: 0.4 + 2.8 * nearness * nearness,
                colour: palette.horizon.mixed(with: palette.land, 0.38 + 0.62 * nearness),
                mist: palette.horizon)
        }
    }

    /// Paints the landscape as it is in one frame.
    func paint(_ canvas: Canvas, frame: Int) {
        sky.paint(canvas, frame: frame)
        disc.paint(canvas, over: sky, frame: frame)
        clouds.paint(canvas, over: sky, frame: frame)
        for ridge in ridges { ridge.paint(canvas, frame: frame) }
        water?.paint(canvas, beneath: disc.column(in: frame), frame: frame)
    }
}
