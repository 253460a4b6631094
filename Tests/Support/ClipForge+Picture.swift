import DailiesMedia

/// The picture of a forged clip.
extension ClipForge {
    /// Paints the frame with a number.
    func paint(_ frame: borrowing Frame, _ number: Int) {
        let isBlack = black.contains(number)
        let number = number / max(1, repeats)
        frame.withPlane(0) { luma, stride in
            if isBlack {
                luma.update(repeating: 16)
            } else if let colour {
                luma.update(repeating: colour.luma)
            } else if foreign.contains(number) {
                for row in 0..<height {
                    let value: UInt8 = row / 12 % 2 == 0 ? 110 : 150
                    for column in 0..<width { luma[row * stride + column] = value }
                }
            } else if flashing.contains(number) {
                luma.update(repeating: number % 2 == 0 ? 235 : 16)
            } else if isNoise {
                paintNoise(luma, number)
            } else {
                paintBlocks(luma, stride, number)
            }
            if flicker != 0 {
                let change = number % 2 == 0 ? flicker : -flicker
                for place in luma.indices {
                    luma[place] = UInt8(clamping: Int(luma[place]) + change)
                }
            }
            if let patch, patch.frames.contains(number) {
                for row in 0..<height {
                    for column in 0..<Int(Double(width) * patch.share) {
                        luma[row * stride + column] = patch.luma
                    }
                }
            }
            for row in Array(0..<bars) + Array(height - bars..<height) {
                for column in 0..<width { luma[row * stride + column] = 16 }
            }
        }
        for plane in 1...2 {
            let filling = plane == 1 ? colour?.blue : colour?.red
            frame.withPlane(plane) { chroma, stride in
                chroma.update(repeating: isBlack ? 128 : filling ?? 128)
                guard let patch, patch.frames.contains(number) else { return }
                for row in 0..<height / 2 {
                    for column in 0..<Int(Double(width / 2) * patch.share) {
                        chroma[row * stride + column] = plane == 1 ? patch.blue : patch.red
                    }
                }
            }
        }
    }

    /// Sixteen dark or bright blocks from left to right: the bits of the clip's id (four) and of the
    /// frame number (twelve).
    private func paintBlocks(
        _ luma: UnsafeMutableBufferPointer<UInt8>, _ stride: Int, _ number: Int
    ) {
        let code = (number < cutAt ? id : ~id & 15) << 12 | min(number, frozenFrom) & 0xFFF
        guard grain == 0 else { return paintGrain(luma, stride, code) }
        for row in 0..<height {
            for column in 0..<width {
                let bit = code >> (15 - column * 16 / width) & 1
                luma[row * stride + column] = bit == 1 ? 220 : 30
            }
        }
    }

    private func paintNoise(_ luma: UnsafeMutableBufferPointer<UInt8>, _ number: Int) {
        var generator = SeededGenerator(seed: UInt64(number))
        for index in luma.indices { luma[index] = UInt8(truncatingIfNeeded: generator.next()) }
    }

    /// The same blocks with noise: each row of a block is copied from a random position in a strip
    /// of noise.
    private func paintGrain(
        _ luma: UnsafeMutableBufferPointer<UInt8>, _ stride: Int, _ code: Int
    ) {
        var generator = SeededGenerator(seed: UInt64(code))
        let strip = (0..<8192).map { _ in Int.random(in: -grain...grain, using: &generator) }
        let dark = strip.map { UInt8(clamping: 30 + $0) }
        let bright = strip.map { UInt8(clamping: 220 + $0) }
        for row in 0..<height {
            for block in 0..<16 {
                let columns = block * width / 16..<(block + 1) * width / 16
                let from = Int.random(in: 0..<8192 - columns.count, using: &generator)
                let source = code >> (15 - block) & 1 == 1 ? bright : dark
                let target = row * stride + columns.lowerBound
                _ = luma[target..<target + columns.count]
                    .update(fromContentsOf: source[from..<from + columns.count])
            }
        }
    }
}
