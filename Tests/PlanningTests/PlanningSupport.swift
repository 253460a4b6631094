import DailiesJSON
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// The presets that ship with the product.
enum Shipped {
    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: try data(path))
    }

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: Checkout.path(path)))
    }

    static func model() throws -> ModelProfile {
        try ModelProfile(try json("presets/models/kling-v3-pro.json"))
    }

    /// The models that ship, without looks.
    static func book() throws -> PresetBook {
        let models = try ["kling-v3-pro", "kling-v3-standard"].map {
            try ModelProfile(try json("presets/models/\($0).json"))
        }
        return PresetBook(
            models: Dictionary(uniqueKeysWithValues: models.map { ($0.id, $0) }), presets: [:])
    }

    static func prices() throws -> PriceBook {
        try PriceBook(try json("presets/prices/2026-09-01.json"))
    }
}

/// Reads a list from the test, which must have no problems.
func list(_ text: String, named fileName: String = "film.json") throws -> ShotList {
    let model = try Shipped.model()
    let look = try ShotPreset(try Shipped.json("presets/looks/widescreen.json"))
    let book = PresetBook(models: [model.id: model], presets: [look.name: look])
    let reading = ShotListReader(book: book).read(ListDocument(Data(text.utf8), fileName: fileName))
    #expect(reading.problems == [])
    return try #require(reading.list)
}

/// Plans a list from the test, which must have no problems.
func plan(_ text: String) throws -> Plan {
    let planner = Planner(prices: try Shipped.prices())
    let (plan, problems) = planner.plan(try list(text))
    #expect(problems == [])
    return try #require(plan)
}

/// Plans a list of one shot with these members.
func planShot(_ members: String, provider: String = "runflow") throws -> Plan {
    try plan("{\"provider\": \"\(provider)\", \"shots\": [{\(members)}]}")
}
