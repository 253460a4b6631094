import DailiesJSON
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Lists as tables: RFC 4180, and what spreadsheets make of it.
struct TableListTests {
    private func shots(_ text: String, as name: String = "film.csv") throws -> [Shot] {
        let reading = try read(text, as: name)
        #expect(reading.problems == [])
        return try #require(reading.list).shots
    }

    private func problems(_ text: String) throws -> [String] {
        try read(text, as: "film.csv").problems.map { problem in
            let place = problem.place.map { "\($0.position.line):\($0.position.column) " } ?? ""
            return place + problem.description
        }
    }

    @Test func aRowIsAShot() throws {
        let shots = try shots(
            """
            id,prompt,duration,generate_audio,cfg_scale\r
            010,"A ""storm"", at night",4,FALSE,0.5\r
            ,A boat,,,\r
            \r
            030,"Two
            lines",5.0,true,\r

            """)
        #expect(shots.map(\.id) == ["010", "020", "030"])
        #expect(shots.map(\.summary) == ["A \"storm\", at night", "A boat", "Two\nlines"])
        #expect(shots.map(\.duration) == [4, 5, 5])
        #expect(shots.map(\.generateAudio) == [false, true, true])
        #expect(shots.map(\.cfgScale) == [0.5, nil, nil])
    }

    /// Files that LibreOffice Calc 7.4 exported.
    ///
    /// With commas in English, with semicolons in German (decimal commas, WAHR), with tabs in UTF-16.
    /// A typed 16:9 is a time there: 04:09:00 PM.
    @Test(arguments: ["comma.csv", "semicolon.csv", "tab.tsv"])
    func exportsOfASpreadsheetAreRead(file: String) throws {
        let bytes = try Presets.data("Tests/ShotListTests/Exports/\(file)")
        let reading = try read(bytes: bytes, as: file)
        #expect(reading.problems == [])
        let shots = try #require(reading.list).shots
        #expect(shots.map(\.id) == ["010", "020", "030"])
        #expect(
            shots.map(\.summary) == [
                "A storm; the \"Gull\", at night", "Zwei\nZeilen, größer", "A boat",
            ])
        #expect(shots.map(\.duration) == [4, 5, 12])
        #expect(shots.map(\.cfgScale) == [0.5, nil, 0.25])
        #expect(shots.map(\.generateAudio) == [false, true, true])
        #expect(shots.map(\.aspectRatio) == ["16:9", "16:9", "16:9"])
    }

    @Test(arguments: [";", "\t"])
    func otherSeparatorsAreRecognized(separator: String) throws {
        let text = ["id;prompt", "a;\"One; two, three\"", "b;Four, five"].joined(separator: "\n")
            .replacing(";", with: separator)
        #expect(try shots(text).map(\.id) == ["a", "b"])
        #expect(try shots("sep=\(separator)\r\n" + text).map(\.id) == ["a", "b"])
    }

    /// Any cells survive a writer as naive as RFC 4180: all in quotes, with quotes doubled.
    @Test func anyCellsAreRead() throws {
        var generator = SeededGenerator(seed: 4180)
        let parts = ["\"", ",", ";", "\t", "\n", "\r\n", "é", "x", " y ", "🎬", "'"]
        for separator in [",", ";", "\t"] {
            let prompts = (0..<200).map { _ in
                "a"
                    + (0..<Int.random(in: 0..<8, using: &generator)).map { _ in
                        parts.randomElement(using: &generator) ?? ""
                    }.joined() + "z"
            }
            let rows =
                (["prompt\(separator)note"]
                    + prompts.map { prompt in
                        let cell = "\"" + prompt.replacing("\"", with: "\"\"") + "\""
                        return cell + separator + cell
                    })
            let reading = try read(rows.joined(separator: "\r\n"), as: "film.csv")
            #expect(reading.problems == [])
            let list = try #require(reading.list)
            #expect(list.shots.map(\.note) == prompts)
            #expect(
                list.shots.map(\.content) == prompts.map(Shot.Content.prompt))
        }
    }

    @Test func nestedFieldsAreJSONOrHaveColumns() throws {
        let shots = try shots(
            """
            multi_prompt,prompt,provider,metadata.reel,metadata.take,Shot type
            "[{""prompt"": ""A"", ""duration"": 3}, {""prompt"": ""B"", ""duration"": 3}]",,runflow,A,7,customize
            ,C,"fal, eachlabs",,,
            """)
        #expect(shots[0].summary == "A / B")
        #expect(shots[0].shotType == "customize")
        #expect(shots[0].metadata == ["reel": "A", "take": 7])
        #expect(shots[1].provider == "fal")
        #expect(shots[1].alternatives.map(\.provider) == ["eachlabs"])
    }

    /// Every problem is there at once, with line, column, row, and the value that was found.
    @Test func everyProblemHasItsPlace() throws {
        #expect(
            try problems(
                """
                id,promt,duration,colour,generate_audio,elements
                010,"A
                storm",2,,maybe,
                020,A boat,five,blue,,[{]
                ,A wave,3,,,,extra
                010,A gull,3,,,
                """) == [
                    "1:4 row 1, promt: unknown column; did you mean \"prompt\"?",
                    "1:19 row 1, colour: unknown column; leave it out, or write remarks in \"note\"",
                    "4:23 row 3, elements: the cell isn't JSON: \"]\" can't close the \"{\"; write \"}\"",
                    "5:14 row 4: the row has more cells than the first row: \"extra\"; "
                        + "put texts that contain the separator into quotes",
                    "3:8 row 2, shot 010, duration: 2 s is too short; Kling 3.0 Pro allows 3 s or more",
                    "3:11 row 2, shot 010, generate_audio: it is \"maybe\"; write true or false, without "
                        + "quotes",
                    "4:12 row 3, shot 020, duration: it is \"five\"; write a whole number of seconds, "
                        + "such as 5",
                    "4:23 row 3, shot 020, elements: it is a string; write a list of objects",
                    "4:23 row 3, shot 020, elements: elements need a start picture; add "
                        + "\"start_image_url\"",
                    "6:1 row 5, shot 010, id: another shot has the same id; ids must differ",
                ])
    }

    @Test func aNumberThatMayBeAThousandIsAProblem() throws {
        #expect(
            try problems("prompt;duration\nA;1,000\nB;0,500") == [
                "2:3 row 2, shot 010, duration: it is \"1,000\"; write a whole number of seconds, "
                    + "such as 5",
                "3:3 row 3, shot 020, duration: it is 0.5; write a whole number of seconds, such as 5",
            ])
    }

    /// Spreadsheets export blank rows above a table too.
    @Test(arguments: ["\n", "\r\n", "  \n", "\n\n\t\n", "SEP\n", " SEP SEP\r\n"])
    func blankRowsBeforeTheHeaderAreSkipped(blank: String) throws {
        for separator in [",", ";", "\t", "SEP"] {
            let text = blank + "idSEPprompt\n010SEP\"A, b; c\"\n"
            if separator == "SEP", blank.contains(separator) { continue }
            let single = blank + "prompt\nA, b; c\n"
            let shots = try shots(
                separator == "SEP" ? single : text.replacing("SEP", with: separator))
            #expect(shots.map(\.summary) == ["A, b; c"])
        }
    }

    /// A row would set the field twice, and one of the columns would be lost.
    @Test(arguments: [
        ("prompt,metadata.reel,metadata", "1:22 row 1, metadata", "metadata", "metadata.reel"),
        ("metadata,prompt,Metadata.reel", "1:17 row 1, Metadata.reel", "metadata", "Metadata.reel"),
        ("extras,extras.a,extras.b,prompt", "1:8 row 1, extras.a", "extras", "extras.a"),
    ])
    func aFieldAndItsMembersAreNotBothColumns(
        header: String, place: String, whole: String, member: String
    ) throws {
        #expect(
            try problems(header + "\n").filter { $0.contains("keep") } == [
                "\(place): both \"\(whole)\" and \"\(member)\" are columns; keep one kind"
            ])
    }

    /// Metadata are the user's own: a number is one only if JSON writes it in the same way.
    @Test(
        arguments: [
            ("7", 7), ("-0.5", .number(-0.5)), ("true", true), ("1.10", "1.10"), ("1e3", "1e3"),
            ("7.0", "7.0"), ("12345678901234567890", "12345678901234567890"), ("007", "007"),
            ("null", "null"), ("[1]", "[1]"), ("1.5 m", "1.5 m"),
        ] as [(String, JSONValue)])
    func metadataKeepTheirText(cell: String, value: JSONValue) throws {
        #expect(try shots("prompt,metadata.take\nA,\(cell)\n").first?.metadata == ["take": value])
    }

    @Test func aNumberThatIsTooLargeIsAProblem() throws {
        let digits = String(repeating: "9", count: 400)
        #expect(
            try problems("prompt,duration,cfg_scale\nA,\(digits),\n").count == 1)
        let found = try problems("prompt,cfg_scale\nA,\(digits)\n")
        #expect(
            found == [
                "2:3 row 2, shot 010, cfg_scale: it is \"\(digits)\"; write a number from 0.0 to 1.0"
            ])
    }

    @Test(arguments: ["vielleicht", "tru", "2"])
    func wordsThatAreNeitherTrueNorFalseAreProblems(word: String) throws {
        #expect(
            try problems("prompt,generate_audio\nA,\(word)") == [
                "2:3 row 2, shot 010, generate_audio: it is \"\(word)\"; write true or false, "
                    + "without quotes"
            ])
    }

    @Test func whatIsNoTableIsAProblem() throws {
        #expect(
            try problems("A storm, at night\nA boat") == [
                "1:1 row 1: the first row doesn't name the columns; write the names of fields "
                    + "there: id, prompt, duration …"
            ])
        #expect(
            try problems("id,prompt\n1,\"A\n2,B") == [
                "2:3 row 2: the quotes of this cell aren't closed; write \" at its end"
            ])
        #expect(
            try problems("id,prompt\n1,\"A\" b,3\n") == [
                "2:6 row 2: there is text after the closing quote; write quotes inside a cell twice: "
                    + "\"\"",
                "2:9 row 2: the row has more cells than the first row: \"3\"; put texts that "
                    + "contain the separator into quotes",
            ])
        #expect(try problems("prompt,Prompt\nA,B\n").count == 1)
        #expect(try problems("") == ["list: it is empty; name the columns in the first row"])
        #expect(
            try problems("id,prompt\n") == ["list, shots: it is empty; write at least one shot"]
        )
        let latin = Data("prompt\nfl".utf8) + [0xFC] + Data("gel".utf8)
        #expect(try read(bytes: latin, as: "film.csv").problems.count == 1)
    }

    @Test func damagedTablesAreReadWithoutACrash() throws {
        let text = Data("id,prompt,duration\n010,\"A \"\"b\"\"\nc\",5\n020,D,4\n".utf8)
        for place in text.indices {
            for byte in [0x00, 0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0xFF] as [UInt8] {
                var damaged = text
                damaged[place] = byte
                let reading = try read(bytes: damaged, as: "film.csv")
                #expect((reading.list == nil) == !reading.problems.isEmpty)
            }
        }
    }
}
