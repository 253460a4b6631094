import Glibc

/// The address sanitizer, which makes a process several times slower and larger.
package enum AddressSanitizer {
    /// Whether this process runs under the address sanitizer.
    package static let isActive = dlsym(nil, "__asan_init") != nil
}
