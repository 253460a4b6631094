import DailiesJSON
import DailiesLanding
package import DailiesPlanning
package import DailiesShotList
import Foundation

/// Reads the data that ships with the product, and the user's own: model profiles, looks and prices.
package struct PresetsFolder: Sendable {
    private let path: String
    /// The user's folder for settings, whose `models` and `prices` are read too; `nil` for none.
    private let userPath: String?

    /// A failure of the presets folder, or of a file that every list needs.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    package init(path: String, userPath: String? = nil) {
        self.path = path
        self.userPath = userPath
    }

    /// Finds the folder: `DAILIES_PRESETS`, or `presets` beside or above the program, or
    /// `share/dailies/presets` of the place it is installed in.
    package static func find(
        environment: [String: String],
        executable: String =
            (try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")) ?? ""
    ) throws -> PresetsFolder {
        let userPath = UserSettings.folder(environment: environment)
        if let path = environment["DAILIES_PRESETS"] {
            return PresetsFolder(path: path, userPath: userPath)
        }
        var folder = Landing.folder(of: executable)
        while folder.count > 1 {
            for candidate in ["presets", "share/dailies/presets"] {
                let path = (folder as NSString).appendingPathComponent(candidate)
                let models = (path as NSString).appendingPathComponent("models")
                if FileManager.default.fileExists(atPath: models) {
                    return PresetsFolder(path: path, userPath: userPath)
                }
            }
            folder = Landing.folder(of: folder)
        }
        throw Failure(
            description: "the presets folder is missing: it is in the checkout beside Sources; "
                + "set DAILIES_PRESETS to its path")
    }

    /// The files of model profiles: those that ship with the product, then the user's.
    ///
    /// - Throws: `Failure` if a folder can't be read.
    package func modelFiles() throws -> [String] { try files("models") + userFiles("models") }

    /// Reads every model profile and every look; a file with problems is kept with its problems.
    ///
    /// A user's profile replaces one that ships with the product.
    ///
    /// - Throws: `Failure` if a folder can't be read.
    package func book() throws -> PresetBook {
        let models = read(try modelFiles(), nameKey: "id") { json throws(InvalidPreset) in
            let model = try ModelProfile(json)
            return (model.id, model)
        }
        let looks = read(try files("looks"), nameKey: "name") { json throws(InvalidPreset) in
            let preset = try ShotPreset(json)
            return (preset.name, preset.shot)
        }
        return PresetBook(
            models: models.valid, presets: looks.valid, invalidModels: models.invalid,
            invalidPresets: looks.invalid)
    }

    /// Reads all price books together, those of the product and the user's.
    ///
    /// - Parameter extra: more files, which are named on the command line.
    /// - Throws: `Failure` if the folder can't be read.
    package func prices(extra: [String] = []) throws -> PriceBook {
        var prices = PriceBook()
        for file in try files("prices") + userFiles("prices") + extra {
            do {
                prices.merge(try PriceBook(try Self.json(in: file)))
            } catch {
                let text = FileManager.default.contents(atPath: file)
                prices.addUnreadable(
                    problems: error.problems.map {
                        PresetProblem(file: file, key: $0.key, $0.message)
                    },
                    text: text.map { String(decoding: $0, as: UTF8.self) })
            }
        }
        return prices
    }

    /// Reads one model profile.
    ///
    /// - Throws: `InvalidPreset` with every problem.
    package static func model(in file: String) throws(InvalidPreset) -> ModelProfile {
        do {
            return try ModelProfile(try json(in: file))
        } catch {
            throw InvalidPreset(
                error.problems.map { PresetProblem(file: file, key: $0.key, $0.message) })
        }
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
        guard let files = Self.files(in: folder) else {
            throw Failure(
                description: "\(folder) can't be read; set DAILIES_PRESETS to the presets folder")
        }
        return files
    }

    /// The user's JSON files of a kind.
    ///
    /// - Throws: `Failure` if the folder exists and can't be read.
    private func userFiles(_ kind: String) throws -> [String] {
        guard let folder = userPath.map({ ($0 as NSString).appendingPathComponent(kind) }),
            FileManager.default.fileExists(atPath: folder)
        else { return [] }
        guard let files = Self.files(in: folder) else {
            throw Failure(description: "\(folder) can't be read; is it a folder of yours?")
        }
        return files
    }

    private static func files(in folder: String) -> [String]? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return nil
        }
        return names.filter { $0.hasSuffix(".json") }.sorted().map {
            (folder as NSString).appendingPathComponent($0)
        }
    }

    /// Reads files into values by name, and the problems of the others; a later file replaces an
    /// earlier one of the same name.
    private func read<Value>(
        _ files: [String], nameKey: String,
        _ make: (JSONValue) throws(InvalidPreset) -> (name: String, value: Value)
    ) -> (valid: [String: Value], invalid: [String: [PresetProblem]]) {
        var valid: [String: Value] = [:]
        var invalid: [String: [PresetProblem]] = [:]
        for file in files {
            var name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            do {
                let json = try Self.json(in: file)
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
            guard let value = make(try Self.json(in: file)) else {
                throw Failure(description: "\(file): a key is missing or has the wrong type")
            }
            return value
        } catch let preset as InvalidPreset {
            throw Failure(description: "\(file): " + preset.problems.map(\.message).joined())
        }
    }

    /// - Throws: `InvalidPreset` if the file can't be read or isn't JSON.
    private static func json(in file: String) throws(InvalidPreset) -> JSONValue {
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
