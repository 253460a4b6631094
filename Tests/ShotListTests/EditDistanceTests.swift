import DailiesShotList
import Testing

struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "", 3), ("", "abc", 3), ("prompt", "prompt", 0),
        ("promt", "prompt", 1), ("prompts", "prompt", 1), ("prompd", "prompt", 1),
        ("kitten", "sitting", 3), ("ab", "ba", 2), ("é", "e", 1),
    ])
    func countsInsertionsDeletionsAndReplacements(first: String, second: String, count: Int) {
        #expect(editDistance(first, second) == count)
        #expect(editDistance(second, first) == count)
    }
}
