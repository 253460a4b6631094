import DailiesShotList
import Testing

/// Ids are used in file names and ledger rows: they must be valid and unique.
struct ShotIDTests {
    private func problems(_ shots: String) throws -> [String] {
        try read("{\"shots\": [\(shots)]}").problems.map(\.description)
    }

    @Test(arguments: ["010", "a", "A_b-9", "_x", "12345678901234567890123456789012"])
    func lettersDigitsAndDashesAreValid(id: String) throws {
        #expect(try soundShot("\"id\": \"\(id)\", \"prompt\": \"A\"").id == id)
    }

    @Test(arguments: [
        "", " ", "a b", "a/b", "..", "a.b", "-a", "ä", "a\\u0000", "0\\u0301",
        "123456789012345678901234567890123", "é", "🎬",
    ])
    func otherIDIsAProblem(id: String) throws {
        #expect(try onlyProblem("\"id\": \"\(id)\", \"prompt\": \"A\"").field == "id")
    }

    @Test(arguments: ["10", "true", "[]", "1.5"])
    func idMustBeAText(value: String) throws {
        let problem = try onlyProblem("\"id\": \(value), \"prompt\": \"A\"")
        #expect(problem.shot == "1")
        #expect(problem.field == "id")
        #expect(problem.message.contains("write a text in quotes"))
    }

    @Test func shotsWithoutIDsAreNumberedInTens() throws {
        let shots = Array(repeating: #"{"prompt": "A"}"#, count: 101).joined(separator: ", ")
        let list = try #require(try read("{\"shots\": [\(shots)]}").list)
        #expect(list.shots[0].id == "010")
        #expect(list.shots[9].id == "100")
        #expect(list.shots[100].id == "1010")
    }

    @Test func duplicateIDIsAProblem() throws {
        let found = try problems(
            #"{"id": "a1", "prompt": "A"}, {"id": "a2", "prompt": "B"}, {"id": "a1", "prompt": "C"}"#
        )
        #expect(found == ["shot a1, id: another shot has the same id; ids must differ"])
    }

    @Test func idsThatDifferInCaseOnlyAreTheSame() throws {
        let found = try problems(#"{"id": "a1", "prompt": "A"}, {"id": "A1", "prompt": "B"}"#)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("shot A1, id: another shot") == true)
    }

    @Test func numberedIDMayNotEqualAWrittenOne() throws {
        let found = try problems(#"{"id": "020", "prompt": "A"}, {"prompt": "B"}"#)
        #expect(found == ["shot 020, id: another shot has the same id; ids must differ"])
    }

    @Test(arguments: ["020a", "020b", "020A", "020z"])
    func idMayNotEqualAPartsName(id: String) throws {
        let found = try problems(
            #"{"id": "020", "prompt": "A", "duration": 24}, {"id": "\#(id)", "prompt": "B"}"#)
        #expect(found.count == 1)
        #expect(found.first?.contains("a part of shot 020 has this name") == true)
    }

    @Test(arguments: ["0201", "020ab", "020_", "02a"])
    func idThatIsNoPartsNameIsValid(id: String) throws {
        let found = try problems(
            #"{"id": "020", "prompt": "A", "duration": 24}, {"id": "\#(id)", "prompt": "B"}"#)
        #expect(found == [])
    }

    @Test func shotOfOneRunHasNoPartNames() throws {
        let found = try problems(
            #"{"id": "020", "prompt": "A", "duration": 15}, {"id": "020a", "prompt": "B"}"#)
        #expect(found == [])
    }
}
