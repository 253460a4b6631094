internal import CDailiesSodium
package import Foundation

/// A SHA-256 digest of 32 bytes (FIPS 180-4).
package struct SHA256Digest: Hashable, Sendable {
    /// Lowercase hexadecimal, 64 characters.
    package let hex: String
    /// The 32 bytes in base64, as in content security policies.
    package var base64: String {
        let digits = Array(hex)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return Data(bytes).base64EncodedString()
    }

    /// The digest of bytes in memory.
    package init(of bytes: Data) {
        var hasher = SHA256Hasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        self = hasher.finish()
    }

    /// The digest of a file's content; `nil` if it can't be read.
    ///
    /// Blocks while it reads the file.
    package init?(ofFile path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        self.init(ofDescriptor: descriptor)
    }

    /// The digest of an open file from its current position on; `nil` if it can't be read.
    ///
    /// Blocks while it reads the file.
    package init?(ofDescriptor descriptor: Int32) {
        var hasher = SHA256Hasher()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        self = hasher.finish()
    }

    fileprivate init(bytes: [UInt8]) {
        hex = hexadecimal(bytes)
    }
}

/// Computes a SHA-256 digest incrementally.
package struct SHA256Hasher: ~Copyable {
    private var state = crypto_hash_sha256_state()

    /// Starts a new digest.
    package init() {
        crypto_hash_sha256_init(&state)
    }

    /// Adds the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        crypto_hash_sha256_update(&state, base, UInt64(bytes.count))
    }

    /// Returns the digest of all added bytes.
    package consuming func finish() -> SHA256Digest {
        var output = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        crypto_hash_sha256_final(&state, &output)
        return SHA256Digest(bytes: output)
    }
}
