internal import CDailiesCurl
import Foundation

/// Owns one libcurl easy handle, with the options that apply to every transfer.
///
/// A handle is never reused for a second transfer, so that no header of the first can remain on it.
struct CurlHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private var fields: UnsafeMutablePointer<curl_slist>?

    // libcurl must be initialised once, before any thread uses it.
    static let isInitialised: Bool = dailies_curl_global_init() == CURLE_OK

    init?() {
        guard Self.isInitialised, let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(fields)
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = dailies_curl_set_long(pointer, option, value)
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) {
        _ = dailies_curl_set_text(pointer, option, value)
    }

    func text(_ info: CURLINFO) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        _ = dailies_curl_get_text(pointer, info, &value)
        return value.map { String(cString: $0) }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = dailies_curl_get_long(pointer, info, &value)
        return value
    }

    /// Sets the options: no signals, limits for connecting, stalls and the whole exchange, no other
    /// protocols than HTTP.
    mutating func configure(_ settings: TransferSettings) {
        set(CURLOPT_URL, settings.url)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, 15_000)
        // Zero would mean no timeout.
        set(CURLOPT_TIMEOUT_MS, max(1, Int((settings.deadline - .now) / .milliseconds(1))))
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, Int(settings.stallTimeout / .seconds(1)))
        // Otherwise an aborted transfer would wait for a slow name server.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_USERAGENT, "dailies/0.1")
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // Both are set, so that libcurl doesn't read the environment itself.
        set(CURLOPT_PROXY, settings.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        // The headers of a proxy's answer to CONNECT don't belong to the response.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if settings.usesOwnConnection {
            set(CURLOPT_FRESH_CONNECT, 1)
            // An HTTP/2 server may refuse a stream, and libcurl then repeats the request by itself.
            set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            set(CURLOPT_FORBID_REUSE, 1)
        } else if settings.url.hasPrefix("https:") {
            // Prefer to wait for a connection that is being established and may be multiplexed over
            // opening another one. Without TLS HTTP/2 isn't negotiated, so waiting is useless.
            set(CURLOPT_PIPEWAIT, 1)
        }
        // Compression is only accepted for bodies in memory: the bytes of files are counted and
        // requested by range.
        if case .memory = settings.destination { set(CURLOPT_ACCEPT_ENCODING, "") }
        setHeaders(settings.headers)
        if settings.method != .get { setBody(settings.body ?? Data(), method: settings.method) }
    }

    private mutating func setHeaders(_ headers: [String: String]) {
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            fields = curl_slist_append(fields, "\(name): \(value)")
        }
        // Without this, libcurl waits up to a second for "100 Continue" before it sends a body.
        fields = curl_slist_append(fields, "Expect:")
        _ = dailies_curl_set_list(pointer, CURLOPT_HTTPHEADER, fields)
    }

    private func setBody(_ body: Data, method: HTTPRequest.Method) {
        set(CURLOPT_POST, 1)
        set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        _ = dailies_curl_set_offset(
            pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        body.withUnsafeBytes { bytes in
            // This option copies the bytes and needs the size to be set before.
            _ = dailies_curl_set_text(
                pointer, CURLOPT_COPYPOSTFIELDS, bytes.bindMemory(to: CChar.self).baseAddress)
        }
    }
}
