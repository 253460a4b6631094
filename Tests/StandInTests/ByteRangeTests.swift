import DailiesStandIn
import Testing

@Suite("A byte range")
struct ByteRangeTests {
    @Test(
        "is parsed according to RFC 9110",
        arguments: [
            ("bytes=0-9", ByteRange.part(first: 0, last: 9)),
            ("Bytes=0-9", .part(first: 0, last: 9)),
            ("bytes=5-", .part(first: 5, last: 99)),
            ("bytes=-5", .part(first: 95, last: 99)),
            ("bytes=-500", .part(first: 0, last: 99)),
            ("bytes=0-99999999999999999999", .part(first: 0, last: 99)),
            ("bytes=100-", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable),
            ("bytes=9-0", .whole),
            ("bytes=0-1,5-6", .whole),
            ("bytes=", .whole),
            ("bytes=-", .whole),
            ("bytes=--5", .whole),
            ("bytes=+1-5", .whole),
            ("items=0-9", .whole),
            ("nonsense", .whole),
        ])
    func reads(_ header: String, _ expected: ByteRange) {
        #expect(ByteRange(header, count: 100) == expected)
    }
}
