import Glibc

/// The address sanitizer, which makes everything several times slower and larger.
package enum AddressSanitizer {
    /// Whether the tests run under it.
    package static let isActive = dlsym(nil, "__asan_init") != nil
}
