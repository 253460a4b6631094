package import DailiesJSON
import DailiesLanding
package import DailiesLedger
package import DailiesPlanning
import DailiesShotList
import Foundation

/// The user's own settings: `dailies/settings.json` in the folder for settings.
package struct UserSettings: Sendable, Hashable {
    package static let schema = "dailies.settings/1"

    /// The caps of sessions that set none of their own; those of the night and the month hold for
    /// all productions together.
    package var caps = Caps()
    /// The worst-case amount above which a session asks at the terminal before it buys; `nil` to never
    /// ask.
    package var askAbove: Money?

    package init() {}

    /// Reads settings; every key but `schema` may be missing.
    ///
    /// - Throws: `Failure` with every problem.
    package init(_ json: JSONValue, path: String) throws(Failure) {
        let json = json.withoutRemarks()
        guard json["schema"]?.text == Self.schema else {
            throw Failure(path, ["write \"schema\": \"\(Self.schema)\""])
        }
        var problems: [String] = []
        func check(_ json: JSONValue, _ names: [String], _ prefix: String) {
            for key in (json.members ?? [:]).keys.sorted() where !names.contains(key) {
                let advice = nearest(to: key, among: names).map { "; did you mean \($0)?" } ?? ""
                problems.append("\(prefix)\(key) is unknown\(advice)")
            }
        }
        func amount(_ json: JSONValue?, _ name: String) -> Money? {
            guard let json, json != .null else { return nil }
            let money =
                json.text.flatMap { Money(decimal: $0) }
                ?? json.number.flatMap { Money(dollars: $0) }
            guard let money, money >= .zero else {
                problems.append("\(name) is \(json.line); write dollars, such as \"20.00\"")
                return nil
            }
            return money
        }
        check(json, ["schema", "caps", "ask_above"], "")
        askAbove = amount(json["ask_above"], "ask_above")
        if let caps = json["caps"], caps != .null {
            if caps.members == nil { problems.append("caps is \(caps.kind); write an object") }
            check(caps, Caps.Kind.allCases.map(\.rawValue), "caps.")
            self.caps = Caps(
                session: amount(caps["session"], "caps.session"),
                production: amount(caps["production"], "caps.production"),
                night: amount(caps["night"], "caps.night"),
                month: amount(caps["month"], "caps.month"))
        }
        guard problems.isEmpty else { throw Failure(path, problems) }
    }

    /// The settings file can't be used; nothing is bought then, because it may hold caps.
    package struct Failure: Error, CustomStringConvertible, Sendable, Hashable {
        package let description: String

        init(_ path: String, _ problems: [String]) {
            description = problems.map { "\(path): \($0)" }.joined(separator: "\n")
        }
    }

    /// Reads the user's settings; without a file, or without a folder for settings, there are none.
    ///
    /// - Throws: `Failure` if the file can't be read.
    package static func read(environment: [String: String]) throws(Failure) -> UserSettings {
        guard let folder = folder(environment: environment) else { return UserSettings() }
        let path = folder + "/settings.json"
        var status = stat()
        // Only a name that certainly doesn't exist is no file: a link to nowhere or a folder that
        // can't be read may hide caps.
        if lstat(path, &status) != 0 {
            let reason = String(cString: strerror(errno))
            guard errno == ENOENT else { throw Failure(path, ["it can't be read: \(reason)"]) }
            if let link = deadLink(above: path) {
                throw Failure(path, ["it can't be read: \(link) is a link to nowhere"])
            }
            return UserSettings()
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure(path, ["it can't be read; is it a file of yours?"])
        }
        let document = JSONDocument(bytes)
        guard let json = document.value, document.flaws.isEmpty else {
            throw Failure(
                path,
                document.flaws.map { flaw in
                    let line = flaw.position.line
                    return flaw.duplicate.map { "\($0) is there twice, again in line \(line)" }
                        ?? "it isn't JSON: line \(line), column \(flaw.position.column): "
                        + flaw.message
                })
        }
        return try UserSettings(json, path: path)
    }

    /// A folder above a path that is a link to nowhere, such as one on a disk that isn't there.
    private static func deadLink(above path: String) -> String? {
        var folder = Landing.folder(of: path)
        while folder.count > 1 {
            var status = stat()
            if stat(folder, &status) == 0 { return nil }
            if lstat(folder, &status) == 0 { return folder }
            folder = Landing.folder(of: folder)
        }
        return nil
    }

    /// The file with the purchases of all productions of the user; `nil` if there is no folder for
    /// settings.
    package static func budget(environment: [String: String]) -> String? {
        folder(environment: environment).map { $0 + "/budget.sqlite" }
    }

    /// `$XDG_CONFIG_HOME/dailies`, or `~/.config/dailies` (XDG Base Directory Specification).
    static func folder(environment: [String: String]) -> String? {
        // A relative path is ignored, as the specification says.
        if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") {
            return path + "/dailies"
        }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.config/dailies" : nil }
    }
}
