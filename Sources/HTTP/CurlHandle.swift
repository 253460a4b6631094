internal import CDailiesCurl

/// Owns one libcurl easy handle, set up with the rules that every transfer keeps.
struct CurlHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private var fields: UnsafeMutablePointer<curl_slist>?

    // libcurl wants this called once, before any other thread uses it.
    private static let isInitialised: Bool = dailies_curl_global_init() == CURLE_OK

    init?() {
        guard Self.isInitialised, let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    deinit {
        curl_slist_free_all(fields)
        curl_easy_cleanup(pointer)
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = dailies_curl_set_long(pointer, option, value)
    }

    func set(_ option: CURLoption, offset value: Int64) {
        _ = dailies_curl_set_offset(pointer, option, curl_off_t(value))
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) {
        _ = dailies_curl_set_text(pointer, option, value)
    }

    mutating func setHeaders(_ headers: [String: String]) {
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            fields = curl_slist_append(fields, "\(name): \(value)")
        }
        // Without this libcurl waits up to a second for "100 Continue" before it sends a body.
        fields = curl_slist_append(fields, "Expect:")
        _ = dailies_curl_set_list(pointer, CURLOPT_HTTPHEADER, fields)
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = dailies_curl_get_long(pointer, info, &value)
        return value
    }

    /// What every transfer keeps: no signals, a bounded connect, an end to stalls, no other
    /// protocol than HTTP.
    func setCommonRules(url: String, deadline: Duration, redirects: Int) {
        set(CURLOPT_URL, url)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, 15_000)
        set(CURLOPT_TIMEOUT_MS, Int(deadline / .milliseconds(1)))
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, 60)
        set(CURLOPT_USERAGENT, "dailies/0.1")
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // What lies on this machine is never asked for through a proxy.
        if isLoopback(url) { set(CURLOPT_PROXY, "") }
        set(CURLOPT_FOLLOWLOCATION, redirects > 0 ? 1 : 0)
        set(CURLOPT_MAXREDIRS, redirects)
        set(CURLOPT_REDIR_PROTOCOLS_STR, url.hasPrefix("https:") ? "https" : "http,https")
    }
}
