import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// The user's settings are read whole, or nothing is bought.
struct UserSettingsTests {
    private func settings(_ text: String) throws -> UserSettings {
        try UserSettings(JSONValue(parsing: Data(text.utf8)), path: "settings.json")
    }

    private func problems(_ text: String) -> String {
        do {
            _ = try settings(text)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func amountsAreTextsOrNumbers() throws {
        let settings = try settings(
            """
            {"schema": "dailies.settings/1", "ask_above": 25,
             "caps": {"session": "20.00", "night": 50.5, "month": null}}
            """)
        #expect(settings.askAbove == Money(microdollars: 25_000_000))
        #expect(settings.caps.session == Money(microdollars: 20_000_000))
        #expect(settings.caps.night == Money(microdollars: 50_500_000))
        #expect(settings.caps.month == nil && settings.caps.production == nil)
    }

    /// All problems at once; a mistyped key must not pass for a missing cap.
    @Test func everyProblemIsNamed() {
        let text = problems(
            """
            {"schema": "dailies.settings/1", "cap": {}, "ask_above": -1,
             "caps": {"mounth": "1", "night": "much"}}
            """)
        #expect(
            text == """
                settings.json: cap is unknown; did you mean caps?
                settings.json: ask_above is -1; write dollars, such as "20.00"
                settings.json: caps.mounth is unknown; did you mean month?
                settings.json: caps.night is "much"; write dollars, such as "20.00"
                """)
    }

    @Test(arguments: ["{}", #"{"schema": "dailies.settings/2"}"#, "[]"])
    func anotherSchemaIsAProblem(_ text: String) {
        #expect(problems(text) == #"settings.json: write "schema": "dailies.settings/1""#)
    }

    @Test func capsThatAreNoObjectAreAProblem() {
        let text = problems(#"{"schema": "dailies.settings/1", "caps": 20}"#)
        #expect(text.hasPrefix("settings.json: caps is a number; write an object"))
    }

    @Test func theFileLiesInTheFolderForSettings() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("dailies"), withIntermediateDirectories: true)
        try folder.write(
            Data(#"{"schema": "dailies.settings/1", "caps": {"month": "9"}}"#.utf8),
            as: "dailies/settings.json")
        let month = Money(microdollars: 9_000_000)
        #expect(
            try UserSettings.read(environment: ["XDG_CONFIG_HOME": folder.path]).caps.month
                == month)
        #expect(try UserSettings.read(environment: ["XDG_CONFIG_HOME": "relative"]).caps == Caps())
        #expect(try UserSettings.read(environment: [:]) == UserSettings())
        #expect(
            UserSettings.budget(environment: ["HOME": "/home/a"])
                == "/home/a/.config/dailies/budget.sqlite")
        try folder.write(Data("{".utf8), as: "dailies/settings.json")
        #expect(throws: UserSettings.Failure.self) {
            try UserSettings.read(environment: ["XDG_CONFIG_HOME": folder.path])
        }
    }

    /// A link to nowhere may hide caps: nothing is bought then.
    @Test func aFileThatCannotBeReadIsAProblem() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("dailies"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("dailies/settings.json"), withDestinationPath: "/nowhere/at/all")
        #expect(throws: UserSettings.Failure.self) {
            try UserSettings.read(environment: ["XDG_CONFIG_HOME": folder.path])
        }
        #expect(UserSettings.budget(environment: ["XDG_CONFIG_HOME": "relative"]) == nil)
    }

    /// A folder for settings that is a link to a disk that isn't there may hold caps.
    @Test func aLinkToNowhereIsNoEmptyFolder() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("dailies"), withDestinationPath: "/nowhere/at/all")
        let error = #expect(throws: UserSettings.Failure.self) {
            try UserSettings.read(environment: ["XDG_CONFIG_HOME": folder.path])
        }
        #expect(error?.description.hasSuffix("dailies is a link to nowhere") == true)
        let missing = try UserSettings.read(environment: ["XDG_CONFIG_HOME": folder.file("none")])
        #expect(missing == UserSettings())
    }

    /// Of two caps one would be dropped without a word.
    @Test func aKeyThatIsThereTwiceIsAProblem() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("dailies"), withIntermediateDirectories: true)
        try folder.write(
            Data(
                """
                {"schema": "dailies.settings/1", "caps": {"month": "20"},
                 "caps": {"month": "2000"}}
                """.utf8), as: "dailies/settings.json")
        let error = #expect(throws: UserSettings.Failure.self) {
            try UserSettings.read(environment: ["XDG_CONFIG_HOME": folder.path])
        }
        #expect(error?.description.hasSuffix("caps is there twice, again in line 2") == true)
    }
}
