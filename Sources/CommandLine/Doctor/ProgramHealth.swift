import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesShotList
import Foundation

/// Looks at the program's own parts: where it is, its presets, and the user's settings.
struct ProgramHealth {
    let environment: [String: String]

    func checks() -> [HealthCheck] { [program] + presets + settings }

    /// Suggested commands begin with `dailies`, which must be this program.
    private var program: HealthCheck {
        let path =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let text = "dailies \(CommandLineTool.version), \(path)"
        guard let first = found(inPath: "dailies") else {
            return HealthCheck(
                "program", .warn, "\(text); \"dailies\" is not in PATH",
                fix: shellLine("export", ["PATH=\(Landing.folder(of: path)):"]) + "\"$PATH\"")
        }
        guard resolved(first) == resolved(path) else {
            return HealthCheck(
                "program", .warn, "\(text); but \"dailies\" in PATH is another program, \(first)",
                fix: "put \(Landing.folder(of: path)) earlier in PATH, or remove the other one")
        }
        return HealthCheck("program", .ok, text)
    }

    private func found(inPath name: String) -> String? {
        (environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    private var presets: [HealthCheck] {
        let fix =
            "install dailies again, or set DAILIES_PRESETS to the folder presets of a checkout"
        let folder: PresetsFolder
        let book: PresetBook
        let prices: PriceBook
        do {
            folder = try PresetsFolder.find(environment: environment)
            book = try folder.book()
            prices = try folder.prices()
        } catch {
            return [HealthCheck("presets", .fail, "\(error)", fix: fix)]
        }
        let invalid = Array(book.invalidModels.values) + Array(book.invalidPresets.values)
        let problems =
            invalid.joined().map(\.description).sorted() + prices.allProblems.map(\.description)
        guard problems.isEmpty else {
            return problems.map {
                HealthCheck("presets", .fail, $0, fix: "fix the file, or install dailies again")
            }
        }
        return [
            HealthCheck(
                "presets", .ok,
                "\(folder.path): \(book.models.count) models, \(book.presets.count) presets")
        ]
    }

    private var settings: [HealthCheck] {
        guard let budget = UserSettings.budget(environment: environment) else {
            return [
                HealthCheck(
                    "settings", .warn, "neither HOME nor XDG_CONFIG_HOME is set: no caps are read",
                    fix: "export HOME=/home/you")
            ]
        }
        let folder = Landing.folder(of: budget)
        let file = folder + "/settings.json"
        do {
            let caps = try UserSettings.read(environment: environment).caps
            let amounts = Caps.Kind.allCases.compactMap { kind in
                caps[kind].map { "\(kind.rawValue) \($0)" }
            }
            if let problem = Self.budgetProblem(budget) { return [problem] }
            return [
                amounts.isEmpty
                    ? HealthCheck(
                        "settings", .absent, "no caps in \(file): only --cap holds",
                        fix: "write there: {\"schema\": \"\(UserSettings.schema)\", "
                            + "\"caps\": {\"night\": \"40.00\", \"month\": \"400.00\"}}")
                    : HealthCheck("settings", .ok, "\(file): \(amounts.joined(separator: ", "))")
            ]
        } catch {
            return error.description.split(separator: "\n").map {
                HealthCheck(
                    "settings", .fail, String($0),
                    fix: "fix the file; nothing is bought while its caps can't be read")
            }
        }
    }

    /// A failed check if the file can't be written in which purchases are counted for the caps of nights
    /// and months; `nil` if it can.
    static func budgetProblem(_ path: String) -> HealthCheck? {
        let folder = Landing.folder(of: path)
        let place = FileManager.default.fileExists(atPath: path) ? path : folder
        guard FileManager.default.fileExists(atPath: place), access(place, W_OK) != 0 else {
            return nil
        }
        return HealthCheck(
            "settings", .fail, "\(place) can't be written, and purchases are counted there",
            fix: shellLine("sudo", ["chown", "-R", NSUserName(), folder]))
    }
}
