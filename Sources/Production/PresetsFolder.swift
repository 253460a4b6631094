import DailiesJSON
package import DailiesPlanning
package import DailiesShotList
import Foundation

/// Reads the data that ships with the product: model profiles, looks and prices.
package struct PresetsFolder: Sendable {
    private let path: String

    /// What is wrong with the presets themselves.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    package init(path: String) { self.path = path }

    /// Finds the folder: `DAILIES_PRESETS`, or `presets` beside or above the program, or
    /// `share/dailies/presets` of the place it is installed in.
    package static func find(
        environment: [String: String],
        executable: String =
            (try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")) ?? ""
    ) throws -> PresetsFolder {
        if let path = environment["DAILIES_PRESETS"] { return PresetsFolder(path: path) }
        var folder = (executable as NSString).deletingLastPathComponent
        while folder.count > 1 {
            for candidate in ["presets", "share/dailies/presets"] {
                let path = (folder as NSString).appendingPathComponent(candidate)
                let models = (path as NSString).appendingPathComponent("models")
                if FileManager.default.fileExists(atPath: models) {
                    return PresetsFolder(path: path)
                }
            }
            folder = (folder as NSString).deletingLastPathComponent
        }
        throw Failure(
            description: "the presets folder is missing: it lies in the checkout beside Sources; "
                + "set DAILIES_PRESETS to its path")
    }

    /// Reads every model profile and every look.
    package func book() throws -> PresetBook {
        let models = try read("models") { ModelProfile($0).map { ($0.id, $0) } }
        let looks = try read("looks") { json -> (String, [String: JSONValue])? in
            guard json["schema"]?.text == PresetBook.presetSchema, let name = json["name"]?.text,
                let shot = json["shot"]?.members
            else { return nil }
            return (name, shot)
        }
        return PresetBook(
            models: Dictionary(models, uniquingKeysWith: { $1 }),
            presets: Dictionary(looks, uniquingKeysWith: { $1 }))
    }

    /// Reads the price book with the latest date.
    package func prices() throws -> PriceBook {
        let books = try read("prices") { PriceBook($0) }
        guard let latest = books.max(by: { $0.date < $1.date }) else {
            throw Failure(description: "there is no price book in \(path)/prices")
        }
        return latest
    }

    /// Reads how much each provider takes at once.
    package func limits(of provider: String) throws -> ProviderLimits {
        guard
            let limits = try read("providers", ProviderLimits.init).first(where: {
                $0.provider == provider
            })
        else {
            throw Failure(description: "\(path)/providers says nothing of \(provider)")
        }
        return limits
    }

    private func read<Value>(
        _ kind: String, _ make: (JSONValue) -> Value?
    ) throws -> [Value] {
        let folder = (path as NSString).appendingPathComponent(kind)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(
                description: "\(folder) can't be read; DAILIES_PRESETS must lead to the presets")
        }
        return try names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            let file = (folder as NSString).appendingPathComponent(name)
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw Failure(description: "\(file) can't be read")
            }
            do {
                guard let value = make(try JSONValue(parsing: bytes)) else {
                    throw Failure(description: "\(file): a key is missing or has the wrong type")
                }
                return value
            } catch let error as JSONSyntaxError {
                throw Failure(description: "\(file) isn't JSON: \(error.reason)")
            }
        }
    }
}
