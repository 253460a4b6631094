import DailiesJSON
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// The presets that ship with the product.
enum Presets {
    private static let shipped = Result { () throws -> PresetBook in
        let model = try ModelProfile(try json("presets/models/kling-v3-pro.json"))
        var looks: [String: ShotPreset] = [:]
        for name in ["widescreen", "vertical", "square", "silent-widescreen"] {
            looks[name] = try ShotPreset(try json("presets/looks/\(name).json"))
        }
        return PresetBook(models: [model.id: model], presets: looks)
    }

    static func book() throws -> PresetBook { try shipped.get() }

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: try data(path))
    }

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: Checkout.path(path)))
    }
}

/// Reads a list from a text.
func read(
    _ text: String, as fileName: String = "film.json", presets: [String] = []
) throws -> ShotListReader.Reading {
    try read(bytes: Data(text.utf8), as: fileName, presets: presets)
}

func read(
    bytes: Data, as fileName: String = "film.json", presets: [String] = []
) throws -> ShotListReader.Reading {
    let flags = ShotListReader.Flags(presets: presets)
    return ShotListReader(book: try Presets.book(), flags: flags).read(
        ListDocument(bytes, fileName: fileName))
}

/// Reads a list of one shot with the given fields.
func readShot(
    _ members: String, provider: String = "runflow"
) throws -> ShotListReader.Reading {
    try read("{\"provider\": \"\(provider)\", \"shots\": [{\(members)}]}")
}

/// The shot of a list of one shot without problems.
func soundShot(_ members: String, provider: String = "runflow") throws -> Shot {
    let reading = try readShot(members, provider: provider)
    #expect(reading.problems == [])
    return try #require(reading.list?.shots.first)
}

/// The only problem of a list of one shot.
func onlyProblem(
    _ members: String, provider: String = "runflow"
) throws -> ListProblem {
    let reading = try readShot(members, provider: provider)
    #expect(reading.list == nil)
    #expect(reading.problems.count == 1, "\(reading.problems)")
    return try #require(reading.problems.first)
}
