import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Lists with random damage are read whole or have problems; nothing crashes.
struct RandomListTests {
    private static let rich = """
        {"title": "film", "model": "kling-v3-pro", "preset": "widescreen",
         "defaults": {"duration": 5, "continue_from": "parts", "generate_audio": true},
         "shots": [
          {"id": "010", "prompt": "a red kite", "duration": 16, "aspect_ratio": "1:1", "scene": "1",
           "note": "n", "metadata": {"a": "b"}, "negative_prompt": "blur", "cfg_scale": 0.5},
          {"id": "020", "multi_prompt": [{"prompt": "a", "duration": 3}, {"prompt": "b", "duration": 2}],
           "shot_type": "customize", "start_image_url": "https://a.example/k.png",
           "end_image_url": "stills/k.png"},
          {"id": "030", "prompt": "@Element1 sings", "elements": [
           {"frontal_image_url": "stills/a.png", "reference_image_urls": ["stills/b.png"]}]}]}
        """

    @Test(arguments: ["film.json", "film.txt"])
    func aDamagedListHasAListOrProblems(name: String) throws {
        let bases = [
            try Data(contentsOf: URL(fileURLWithPath: Checkout.path("samples/lighthouse.json"))),
            Data(Self.rich.utf8), Data("# a list\na red kite\n\na blue sea\n".utf8),
        ]
        var readable = 0
        for seed in 0..<MutationCount.all / 5 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let bytes = TextMutation.apply(to: bases[seed % bases.count], &generator)
            let reading = try read(bytes: bytes, as: name)
            #expect((reading.list == nil) == !reading.problems.isEmpty, "seed \(seed)")
            if reading.list != nil { readable += 1 }
        }
        // Otherwise the damage is so heavy that only the first error is ever reached.
        #expect(readable > 20)
    }
}
