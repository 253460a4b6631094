import DailiesJSON
import DailiesLanding
package import DailiesPlanning
package import DailiesShotList
import Foundation

/// Reads the data that ships with the product: model profiles, looks and prices.
package struct PresetsFolder: Sendable {
    private let path: String

    /// A failure of the presets folder, or of a file that every list needs.
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
        var folder = Landing.folder(of: executable)
        while folder.count > 1 {
            for candidate in ["presets", "share/dailies/presets"] {
                let path = (folder as NSString).appendingPathComponent(candidate)
                let models = (path as NSString).appendingPathComponent("models")
                if FileManager.default.fileExists(atPath: models) {
                    return PresetsFolder(path: path)
                }
            }
            folder = Landing.folder(of: folder)
        }
        throw Failure(
            description: "the presets folder is missing: it is in the checkout beside Sources; "
                + "set DAILIES_PRESETS to its path")
    }

    /// Reads every model profile and every look; a file with problems is kept with its problems.
    ///
    /// - Throws: `Failure` if a folder can't be read.
    package func book() throws -> PresetBook {
        let models = try read("models", nameKey: "id") { json throws(InvalidPreset) in
            let model = try ModelProfile(json)
            return (model.id, model)
        }
        let looks = try read("looks", nameKey: "name") { json throws(InvalidPreset) in
            let preset = try ShotPreset(json)
            return (preset.name, preset.shot)
        }
        return PresetBook(
            models: models.valid, presets: looks.valid, invalidModels: models.invalid,
            invalidPresets: looks.invalid)
    }

    /// Reads the price book with the latest date.
    ///
    /// - Throws: `Failure` if any price book can't be read, since it could be the latest.
    package func prices() throws -> PriceBook {
        let books = try files("prices").map { try value(in: $0) { PriceBook($0) } }
        guard let latest = books.max(by: { $0.date < $1.date }) else {
            throw Failure(description: "there is no price book in \(path)/prices")
        }
        return latest
    }

    /// Reads the limits of a provider; a file of another provider may have problems.
    ///
    /// - Throws: `Failure` if no file has the provider's limits.
    package func limits(of provider: String) throws -> ProviderLimits {
        var failure = Failure(description: "\(path)/providers has no limits of \(provider)")
        for file in try files("providers") {
            do {
                let limits = try value(in: file) { ProviderLimits($0) }
                if limits.provider == provider { return limits }
            } catch let problem as Failure {
                failure = problem
            }
        }
        throw failure
    }

    /// The JSON files of a subfolder, as paths in the order of their names.
    private func files(_ kind: String) throws -> [String] {
        let folder = (path as NSString).appendingPathComponent(kind)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(
                description: "\(folder) can't be read; set DAILIES_PRESETS to the presets folder")
        }
        return names.filter { $0.hasSuffix(".json") }.sorted().map {
            (folder as NSString).appendingPathComponent($0)
        }
    }

    /// Reads the files of a subfolder into values by name, and the problems of the others.
    private func read<Value>(
        _ kind: String, nameKey: String,
        _ make: (JSONValue) throws(InvalidPreset) -> (name: String, value: Value)
    ) throws -> (valid: [String: Value], invalid: [String: [PresetProblem]]) {
        var valid: [String: Value] = [:]
        var invalid: [String: [PresetProblem]] = [:]
        for file in try files(kind) {
            var name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            do {
                let json = try json(in: file)
                name = json[nameKey]?.text ?? name
                let entry = try make(json)
                valid[entry.name] = entry.value
            } catch {
                invalid[name, default: []] += error.problems.map {
                    PresetProblem(file: file, key: $0.key, $0.message)
                }
            }
        }
        return (valid, invalid)
    }

    private func value<Value>(in file: String, _ make: (JSONValue) -> Value?) throws -> Value {
        do {
            guard let value = make(try json(in: file)) else {
                throw Failure(description: "\(file): a key is missing or has the wrong type")
            }
            return value
        } catch let preset as InvalidPreset {
            throw Failure(description: "\(file): " + preset.problems.map(\.message).joined())
        }
    }

    /// - Throws: `InvalidPreset` if the file can't be read or isn't JSON.
    private func json(in file: String) throws(InvalidPreset) -> JSONValue {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw InvalidPreset([PresetProblem("the file can't be read")])
        }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw InvalidPreset([PresetProblem("the file isn't JSON: \(error.reason)")])
        }
    }
}
