internal import CDailiesCurl
import Foundation

/// Owns one libcurl easy handle, set up for one transfer with the rules that every transfer keeps.
///
/// No handle serves a second transfer, so that no header of the first can stay on it.
struct CurlHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private var fields: UnsafeMutablePointer<curl_slist>?

    // libcurl wants this called once, before any other thread uses it.
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

    /// No signals, a bounded connect, an end to stalls, no other protocol than HTTP.
    mutating func prepare(_ order: TransferOrder) {
        set(CURLOPT_URL, order.url)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, 15_000)
        // Zero would mean no end at all.
        set(CURLOPT_TIMEOUT_MS, max(1, Int((order.end - .now) / .milliseconds(1))))
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, Int(order.patience / .seconds(1)))
        // A name server that is slow would else be waited for when a transfer is given up.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_USERAGENT, "dailies/0.1")
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // Both are set, so that libcurl doesn't ask the environment again.
        set(CURLOPT_PROXY, order.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        // A proxy's own answer is not the file's.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if order.isAlone {
            set(CURLOPT_FRESH_CONNECT, 1)
            // In HTTP/2 a server may ask for a repetition, and libcurl obeys by itself.
            set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            set(CURLOPT_FORBID_REUSE, 1)
        } else if order.url.hasPrefix("https:") {
            // Rather a stream of a connection that is being made than a connection more. Without
            // TLS nobody says that there will be streams, and libcurl would wait for nothing.
            set(CURLOPT_PIPEWAIT, 1)
        }
        // A film is taken as it is: bytes are counted, and pieces are asked for.
        if case .memory = order.sink { set(CURLOPT_ACCEPT_ENCODING, "") }
        setHeaders(order.headers)
        if order.method != .get { setBody(order.body ?? Data(), method: order.method) }
    }

    private mutating func setHeaders(_ headers: [String: String]) {
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            fields = curl_slist_append(fields, "\(name): \(value)")
        }
        // Without this libcurl waits up to a second for "100 Continue" before it sends a body.
        fields = curl_slist_append(fields, "Expect:")
        _ = dailies_curl_set_list(pointer, CURLOPT_HTTPHEADER, fields)
    }

    private func setBody(_ body: Data, method: HTTPRequest.Method) {
        set(CURLOPT_POST, 1)
        set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        _ = dailies_curl_set_offset(
            pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        body.withUnsafeBytes { bytes in
            // libcurl copies the bytes at this option, and needs the size set before.
            _ = dailies_curl_set_text(
                pointer, CURLOPT_COPYPOSTFIELDS, bytes.bindMemory(to: CChar.self).baseAddress)
        }
    }
}
