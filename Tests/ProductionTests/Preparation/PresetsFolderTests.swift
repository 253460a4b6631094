import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Preset files with problems stop only the lists that need them.
struct PresetsFolderTests {
    private let folder: TemporaryFolder
    private let presets: PresetsFolder

    /// The models that ship with the product.
    private static let shipped = try? FileManager.default
        .contentsOfDirectory(atPath: Checkout.path("presets/models"))
        .map { String($0.dropLast(".json".count)) }.sorted()

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.file("presets")
        try FileManager.default.copyItem(atPath: Checkout.path("presets"), toPath: path)
        presets = PresetsFolder(path: path)
    }

    private func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("presets/" + file)))
    }

    @Test func modelFileWithProblemsIsKeptUnderItsID() throws {
        try write(#"{"schema": "dailies.model/2", "id": "sora"}"#, to: "models/other.json")
        let book = try presets.book()
        #expect(book.models.keys.sorted() == Self.shipped)
        #expect(
            book.invalidModels == [
                "sora": [
                    PresetProblem(
                        file: folder.file("presets/models/other.json"),
                        position: TextPosition(line: 1, column: 2), key: "schema",
                        #"it is "dailies.model/2"; this version reads "dailies.model/3""#)
                ]
            ])
    }

    @Test func fileThatIsNotJSONIsKeptUnderItsFileName() throws {
        try write("{", to: "models/kling-v3-pro.json")
        try write("[]", to: "looks/noir.json")
        let book = try presets.book()
        #expect(book.models.keys.sorted() == Self.shipped?.filter { $0 != "kling-v3-pro" })
        #expect(book.invalidModels.keys.sorted() == ["kling-v3-pro"])
        #expect(
            book.invalidModels["kling-v3-pro"]?.first?.message.hasPrefix("the file isn't JSON: ")
                == true)
        #expect(book.presets["square"] != nil)
        #expect(
            book.invalidPresets == [
                "noir": [
                    PresetProblem(
                        file: folder.file("presets/looks/noir.json"),
                        position: TextPosition(line: 1, column: 1),
                        "it is a list; write an object")
                ]
            ])
    }

    @Test func limitsAreReadBesideABadFileOfAnotherProvider() throws {
        try write("{", to: "providers/another.json")
        try write("{}", to: "providers/fal.json")
        #expect(try presets.limits(of: "runflow").provider == "runflow")
        #expect(throws: PresetsFolder.Failure.self) { try presets.limits(of: "fal") }
    }

    /// It may have the newest price of a model that it names.
    @Test func badPriceFileIsAProblemOfTheModelsThatItNames() throws {
        try write(#"{"prices": [{"model": "kling-v3-pro"}]"#, to: "prices/2027-01-01.json")
        let prices = try presets.prices()
        #expect(prices.problems(model: "kling-v3-pro").count == 1)
        #expect(prices.problems(model: "kling-v3-standard").isEmpty)
        #expect(prices.entry(provider: "fal", model: "kling-v3-standard") != nil)
    }
}
