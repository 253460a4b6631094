import Foundation

/// A PNG whose left and right halves have different RGB colours.
func paintedPNG(
    width: Int,
    height: Int,
    left: [UInt8] = [200, 40, 40],
    right: [UInt8] = [40, 40, 200]
) -> Data {
    func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(content.count) + body + bigEndian(Int(checksum(body)))
    }
    let row: [UInt8] = [0] + (0..<width).flatMap { $0 < width / 2 ? left : right }
    let pixels: [UInt8] = (0..<height).flatMap { _ in row }
    let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    return Data(
        signature + chunk("IHDR", header) + chunk("IDAT", stored(pixels)) + chunk("IEND", []))
}

private func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}

/// A zlib stream of uncompressed blocks.
private func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in Swift.stride(from: 0, to: bytes.count, by: 65_535) {
        let block = bytes[start..<min(start + 65_535, bytes.count)]
        let isLast: UInt8 = block.endIndex == bytes.count ? 1 : 0
        let (low, high) = (UInt8(block.count & 0xff), UInt8(block.count >> 8))
        stream += [isLast, low, high, ~low, ~high]
        stream += block
    }
    var (first, second) = (1, 0)
    for byte in bytes {
        first = (first + Int(byte)) % 65_521
        second = (second + first) % 65_521
    }
    return stream + bigEndian(second << 16 | first)
}

private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = .max
    for byte in bytes {
        value ^= UInt32(byte)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
    }
    return ~value
}
