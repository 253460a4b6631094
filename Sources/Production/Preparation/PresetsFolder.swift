import DailiesJSON
import DailiesLanding
package import DailiesPlanning
package import DailiesShotList
import Foundation

/// Reads the data that ships with the product, and the user's own: model profiles, presets and prices.
package struct PresetsFolder: Sendable {
    /// The folder that ships with the product.
    package let path: String
    /// The user's folder for settings, whose `models`, `presets` and `prices` are read too; `nil` for
    /// none.
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

    /// Reads every model profile and every preset; a file with problems is kept with its problems.
    ///
    /// A user's file replaces one of the same name that ships with the product.
    ///
    /// - Throws: `Failure` if a folder can't be read.
    package func book() throws -> PresetBook {
        let models = try modelFiles().map { Self.entry($0, nameKey: "id", ModelProfile.init) }
        let presets = try presetFiles()
        return PresetBook(
            models: Self.valid(models), presets: Self.valid(presets),
            invalidModels: Self.invalid(models), invalidPresets: Self.invalid(presets))
    }

    /// A file, by the name that it has for users, with its value or its problems.
    package struct Entry<Value: Sendable>: Sendable {
        package let file: String
        package let name: String
        /// `nil` if the file has problems.
        package let value: Value?
        package let problems: [PresetProblem]
    }

    /// Reads the presets: looks and purposes that ship with the product, then the user's.
    ///
    /// - Throws: `Failure` if a folder can't be read.
    package func presetFiles() throws -> [Entry<ShotPreset>] {
        try (files("looks") + files("purposes") + userFiles("presets")).map {
            Self.entry($0, nameKey: "name", ShotPreset.init)
        }
    }

    private static func entry<Value>(
        _ file: String, nameKey: String, _ make: (JSONValue) throws(InvalidPreset) -> Value
    ) -> Entry<Value> {
        var name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        do throws(InvalidPreset) {
            let document = try document(in: file)
            name = document.value?[nameKey]?.text ?? name
            let value = try read(document, file, make)
            return Entry(file: file, name: name, value: value, problems: [])
        } catch {
            return Entry(file: file, name: name, value: nil, problems: error.problems)
        }
    }

    /// The entries that count: a later file without problems replaces those of the same name, as a user's
    /// file does one that ships with the product.
    package static func counting<Value>(_ entries: [Entry<Value>]) -> [Entry<Value>] {
        var last: [String: Int] = [:]
        for (index, entry) in entries.enumerated() where entry.value != nil {
            last[entry.name] = index
        }
        return entries.enumerated().filter { $0 >= last[$1.name] ?? 0 }.map(\.element)
    }

    /// The values by name.
    private static func valid<Value>(_ entries: [Entry<Value>]) -> [String: Value] {
        counting(entries).reduce(into: [:]) { values, entry in
            if let value = entry.value { values[entry.name] = value }
        }
    }

    private static func invalid<Value>(_ entries: [Entry<Value>]) -> [String: [PresetProblem]] {
        entries.reduce(into: [:]) { problems, entry in
            if entry.value == nil { problems[entry.name, default: []] += entry.problems }
        }
    }

    /// Reads all price books together, those of the product and the user's.
    ///
    /// - Parameter extra: more files, which are named on the command line.
    /// - Throws: `Failure` if the folder can't be read.
    package func prices(extra: [String] = []) throws -> PriceBook {
        var prices = PriceBook()
        for file in try files("prices") + userFiles("prices") + extra {
            do {
                prices.merge(try Self.value(in: file, PriceBook.init))
            } catch {
                let text = FileManager.default.contents(atPath: file)
                prices.addUnreadable(
                    problems: error.problems,
                    text: text.map { String(decoding: $0, as: UTF8.self) })
            }
        }
        return prices
    }

    /// Reads one model profile.
    ///
    /// - Throws: `InvalidPreset` with every problem.
    package static func model(in file: String) throws(InvalidPreset) -> ModelProfile {
        try value(in: file, ModelProfile.init)
    }

    /// Reads one preset.
    ///
    /// - Throws: `InvalidPreset` with every problem.
    package static func preset(in file: String) throws(InvalidPreset) -> ShotPreset {
        try value(in: file, ShotPreset.init)
    }

    /// Reads the limits of a provider; a file of another provider may have problems.
    ///
    /// - Throws: `Failure` if no file has the provider's limits.
    package func limits(of provider: String) throws -> ProviderLimits {
        var failure = Failure(description: "\(path)/providers has no limits of \(provider)")
        for file in try files("providers") {
            do {
                let limits = try limits(in: file)
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

    private func limits(in file: String) throws -> ProviderLimits {
        do {
            guard let limits = try ProviderLimits(Self.document(in: file).value ?? .null) else {
                throw Failure(description: "\(file): a key is missing or has the wrong type")
            }
            return limits
        } catch let preset as InvalidPreset {
            throw Failure(description: preset.problems.map(\.description).joined(separator: "\n"))
        }
    }

    private static func value<Value>(
        in file: String, _ make: (JSONValue) throws(InvalidPreset) -> Value
    ) throws(InvalidPreset) -> Value {
        try read(document(in: file), file, make)
    }

    /// Reads a document as a value; problems get their places.
    private static func read<Value>(
        _ document: JSONDocument, _ file: String,
        _ make: (JSONValue) throws(InvalidPreset) -> Value
    ) throws(InvalidPreset) -> Value {
        do {
            return try make(document.value ?? .null)
        } catch {
            throw InvalidPreset(
                error.problems.map { problem in
                    PresetProblem(
                        file: file, position: document.position(near: problem.key ?? ""),
                        key: problem.key, problem.message)
                })
        }
    }

    /// - Throws: `InvalidPreset` if the file can't be read, isn't JSON or has a key twice.
    private static func document(in file: String) throws(InvalidPreset) -> JSONDocument {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw InvalidPreset([PresetProblem(file: file, "the file can't be read")])
        }
        let document = JSONDocument(bytes)
        guard document.flaws.isEmpty else {
            throw InvalidPreset(
                document.flaws.map { flaw in
                    PresetProblem(
                        file: file, position: flaw.position, key: flaw.duplicate,
                        flaw.duplicate == nil
                            ? "the file isn't JSON: \(flaw.message)" : flaw.message)
                })
        }
        return document
    }
}
