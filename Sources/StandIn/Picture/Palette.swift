import DailiesDrawing

/// The colours of a landscape in one kind of light.
struct Palette: Sendable {
    let zenith: Colour
    let horizon: Colour
    /// The sun or the moon.
    let disc: Colour
    /// The nearest land; the colour of farther land is mixed with `horizon`.
    let land: Colour
    let hasStars: Bool

    /// A random palette mixed with up to 40 % of another, so that few prompts look alike.
    static func random(_ generator: inout SplitMix64) -> Palette {
        let palette = all[generator.whole(0...all.count - 1)]
        let other = all[generator.whole(0...all.count - 1)]
        return palette.mixed(with: other, generator.number(0...0.4))
    }

    private func mixed(with other: Palette, _ amount: Double) -> Palette {
        Palette(
            zenith: zenith.mixed(with: other.zenith, amount),
            horizon: horizon.mixed(with: other.horizon, amount),
            disc: disc.mixed(with: other.disc, amount),
            land: land.mixed(with: other.land, amount),
            hasStars: hasStars)
    }

    private static func light(
        _ zenith: UInt32,
        _ horizon: UInt32,
        _ disc: UInt32,
        _ land: UInt32,
        stars: Bool = false
    ) -> Palette {
        Palette(
            zenith: Colour(rgb: zenith), horizon: Colour(rgb: horizon), disc: Colour(rgb: disc),
            land: Colour(rgb: land), hasStars: stars)
    }

    /// All palettes, which are easy to tell apart.
    private static let all = [
        // Dawn over cold hills.
        light(0x2b3a67, 0xf4a261, 0xffe8c2, 0x1d2340),
        // A clear day in the mountains.
        light(0x2e7db8, 0xc4e0ee, 0xfff6d8, 0x12344d),
        // Magenta dusk.
        light(0x2d1b4e, 0xe8567c, 0xffd08a, 0x1a1033),
        // Moonlit night.
        light(0x050b1f, 0x2c4a7c, 0xf2f0e1, 0x040916, stars: true),
        // Desert haze.
        light(0x6ca6c1, 0xf6d8ae, 0xfff4d9, 0x7a3b1d),
        // Morning in the forest.
        light(0x5f9d8a, 0xdfe9bf, 0xfffde4, 0x10312b),
        // Embers after the fire.
        light(0x1c0f13, 0xb33a1e, 0xffb347, 0x0d0709, stars: true),
        // Winter light.
        light(0x7b97b5, 0xe6dfd8, 0xfff9f0, 0x2c3e55),
        // Northern night.
        light(0x06141b, 0x1f7a72, 0xd7fff1, 0x041012, stars: true),
        // Lavender evening.
        light(0x5b5f97, 0xffc1cf, 0xfff3de, 0x2b2a4c),
    ]
}
