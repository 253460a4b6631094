import Testing

@testable import DailiesGeneration

struct SecretRedactorTests {
    private static let hex = String(repeating: "0af9", count: 16)

    @Test(arguments: [
        ("nothing to hide", "nothing to hide"),
        ("is it free?", "is it free?"),
        ("the key k-123456 is wrong", "the key [key] is wrong"),
        ("half of it: secret-half", "half of it: [key]"),
        ("Bearer eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl ended", "Bearer [key] ended"),
        ("eyJ is no token", "eyJ is no token"),
        ("signed with \(hex)", "signed with [secret]"),
        ("a\(hex.dropFirst())b", "[secret]b"),
        ("\(hex.dropFirst()) is a digit short", "\(hex.dropFirst()) is a digit short"),
        (
            "at https://cdn.example/a.mp4?sig=1&x=2, and http://b.example/?y",
            "at https://cdn.example/a.mp4 and http://b.example/"
        ),
        ("https://cdn.example/a.mp4 is it?", "https://cdn.example/a.mp4 is it?"),
    ])
    func textsAreShownWithoutSecrets(text: String, shown: String) {
        var redactor = SecretRedactor(key: "k-123456")
        redactor.otherSecrets = [""]
        let both = SecretRedactor(key: "id:secret-half")
        #expect(both.redacted(redactor.redacted(text)) == shown)
    }
}
