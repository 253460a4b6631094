import DailiesShotList
import Testing

/// Where a field stands in a request.
struct WirePathTests {
    @Test(
        arguments: [
            ("prompt", [.member("prompt")]),
            ("settings.duration", [.member("settings"), .member("duration")]),
            (
                "contents[type=first_frame].url",
                [.entry(list: "contents", key: "type", value: "first_frame"), .member("url")]
            ),
            ("a b.c-d", [.member("a b"), .member("c-d")]),
        ] as [(String, [WirePath.Step])])
    func aPathIsRead(_ text: String, _ steps: [WirePath.Step]) {
        #expect(WirePath(text)?.steps == steps)
    }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "a[", "a]", "a[]", "a[b]", "a[b=].c", "a[=b].c", "[b=c].d",
        "a[b=c", "a[b=c]d.e", "a[b=c]", "a[b=c]].d",
    ])
    func anythingElseIsNone(_ text: String) {
        #expect(WirePath(text) == nil)
    }
}
