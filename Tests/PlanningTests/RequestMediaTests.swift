import DailiesPlanning
import DailiesShotList
import Foundation
import Testing

/// References to pictures and videos without what must not be stored or shown.
struct RequestMediaTests {
    @Test(arguments: [
        ("https://a.example/k.png", "https://a.example/k.png"),
        ("https://a.example/k.png?X-Amz-Signature=1&b=2", "https://a.example/k.png"),
        ("https://user:pass@a.example:8443/k@2.png", "https://a.example:8443/k@2.png"),
        ("https://us@er:pa@a.example?q=@x", "https://a.example"),
        ("https://user@a.example", "https://a.example"),
        ("https://a.example/to/k@2x.png", "https://a.example/to/k@2x.png"),
        ("runflow://assets/1?token=2", "runflow://assets/1"),
        ("data:image/png;base64,AAAA", "data:image/png;base64"),
    ])
    func secretsOfAddressesAreNotShown(text: String, shown: String) {
        #expect(RequestMedia(.address(text)).shown.text == shown)
        // Foundation agrees on what the address is without them.
        guard !text.hasPrefix("data:"), var parts = URLComponents(string: text) else { return }
        (parts.user, parts.password, parts.query) = (nil, nil, nil)
        #expect(parts.string == shown)
    }

    /// The names of files are no addresses.
    @Test(arguments: ["what?.png", "a@b/c?d@e.png", "user:x@y.png"])
    func filesAreShownWhole(path: String) {
        #expect(RequestMedia(.file(path)).shown.text == "file:" + path)
    }

    @Test func otherReferencesAreShownWhole() {
        #expect(RequestMedia.lastPicture(of: "010-t1").shown == .lastPicture(of: "010-t1"))
        #expect(RequestMedia.content(sha256: "ab").shown == .content(sha256: "ab"))
    }
}
