import Foundation

/// Looks up the pictures that requests refer to, without any network access.
struct PictureResolver: Sendable {
    let uploads: UploadStore

    /// The kinds of addresses that a provider accepts.
    struct AddressRules: Sendable {
        var acceptsDataURLs = true
        /// Maps an address with the provider's own scheme to the path of an upload; `nil` for any
        /// other address.
        var providerScheme: @Sendable (String) -> String? = { _ in nil }
    }

    /// Looks up the picture at an address.
    func resolve(_ address: String, at baseURL: String, _ rules: AddressRules) -> PictureLookup {
        if address.hasPrefix("data:") {
            guard rules.acceptsDataURLs else {
                return .refused(
                    message: "must be a public HTTPS URL; data URIs are not accepted",
                    type: "value_error")
            }
            guard let bytes = Self.bytes(ofDataURL: address) else {
                return .refused(message: "is no valid data URI", type: "image_load_error")
            }
            return .found(bytes)
        }
        if let path = rules.providerScheme(address) ?? uploadPath(address, baseURL) {
            guard let bytes = uploads.bytes(at: path) else {
                return .refused(message: "could not be downloaded", type: "file_download_error")
            }
            return .found([UInt8](bytes))
        }
        guard address.hasPrefix("https://") else {
            return .refused(message: "must be a public HTTPS URL", type: "file_download_error")
        }
        return .external
    }

    /// The path of an upload of this server; `nil` for any other address.
    private func uploadPath(_ address: String, _ baseURL: String) -> String? {
        guard address.hasPrefix(baseURL + UploadStore.root) else { return nil }
        let path = address.dropFirst(baseURL.count)
        return String(path.prefix { $0 != "?" })
    }

    private static func bytes(ofDataURL address: String) -> [UInt8]? {
        guard let comma = address.firstIndex(of: ","), address[..<comma].hasSuffix(";base64") else {
            return nil
        }
        let text = address[address.index(after: comma)...]
        return Data(base64Encoded: Data(text.utf8)).map { [UInt8]($0) }
    }
}
