import Testing

@testable import DailiesCommandLine

/// Options by GNU conventions, read by the group that declares them.
struct OptionReaderTests {
    /// Options that a command could have.
    struct Sample: OptionGroup {
        let name: String?
        let output: String?
        let isQuiet: Bool
        let isYes: Bool
        let operands: [String]

        init(_ options: inout OptionReader) {
            name = options.option("name", short: "n", .text("TEXT"), "a text")
            output = options.option("output", short: "o", .file(), "a file")
            isQuiet = options.flag("quiet", short: "q", "no words")
            isYes = options.flag("yes", short: "y", "no questions")
            operands = options.operands("WORD…", .text)
        }
    }

    /// An option that can be given several times, and one that isn't given.
    struct Repeated: OptionGroup {
        let names: [String]
        let outputs: [String]
        let isQuiet: Bool

        init(_ options: inout OptionReader) {
            names = options.repeated("name", short: "n", .text("TEXT"), "a text")
            outputs = options.repeated("output", .file(), "a file")
            isQuiet = options.flag("quiet", short: "q", "no words")
        }
    }

    /// A number in a range.
    struct Whole: OptionGroup {
        let name: Int?

        init(_ options: inout OptionReader) {
            name = options.option("name", .number("N", in: 1...100), "a number")
        }
    }

    /// A fraction in a range.
    struct Fraction: OptionGroup {
        let name: Double?

        init(_ options: inout OptionReader) {
            name = options.option("name", .number("N", in: 0...86_400), "a number")
        }
    }

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    private func read(_ line: String) throws -> Sample {
        try #require(try Sample.parse(words(line)))
    }

    @Test(arguments: [
        ("--name x", "x"), ("--name=x", "x"), ("-n x", "x"), ("-nx", "x"), ("-qn x", "x"),
        ("-qnx", "x"), ("--name=a=b", "a=b"), ("--name=", ""), ("--name -5", "-5"),
        ("--name --quiet", "--quiet"), ("-n-5", "-5"), ("-n=x", "=x"), ("--name a --name b", "b"),
        ("--name --", "--"),
    ])
    func aValueIsReadInEveryForm(line: String, value: String) throws {
        #expect(try read(line).name == value)
    }

    @Test(arguments: ["-q", "--quiet", "-qy", "-yq", "-q -q", "a -q", "-q a"])
    func aFlagIsReadInEveryForm(line: String) throws {
        let options = try read(line)
        #expect(options.isQuiet)
        #expect(options.isYes == line.contains("y"))
        #expect(options.name == nil)
    }

    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a -q b", ["a", "b"]), ("-", ["-"]), ("-- -q", ["-q"]),
            ("-q -- --name x --", ["--name", "x", "--"]), ("-ox a", ["a"]), ("-o x a", ["a"]),
            ("--", []),
        ] as [(String, [String])])
    func whatIsNoOptionIsAnOperand(line: String, operands: [String]) throws {
        #expect(try read(line).operands == operands)
    }

    @Test func everyValueIsKeptInOrder() throws {
        let options = try #require(try Repeated.parse(words("--name a -nb -q --name=c")))
        #expect(options.names == ["a", "b", "c"])
        #expect(options.outputs == [])
        #expect(options.isQuiet)
    }

    @Test(arguments: [
        ("--naem x", "there is no option --naem; did you mean --name?"),
        ("--outpt=x", "there is no option --outpt; did you mean --output?"),
        ("--quite", "there is no option --quite; did you mean --quiet?"),
        ("--Quiet", "there is no option --Quiet; did you mean --quiet?"),
        ("--helpp", "there is no option --helpp; did you mean --help?"),
        ("--frobnicate", "there is no option --frobnicate; --help lists the options"),
        ("-x", "there is no option -x; --help lists the options"),
        ("-qx", "there is no option -x; --help lists the options"),
        ("--name", "--name needs a value: --name TEXT"),
        ("-qn", "--name needs a value: --name TEXT"),
        ("--quiet=yes", "--quiet takes no value"), ("--quiet=", "--quiet takes no value"),
        ("-q=x", "there is no option -=; --help lists the options"),
    ])
    func aMistakeIsReportedInOneSentence(line: String, message: String) {
        let error = #expect(throws: UsageError.self) { try read(line) }
        #expect(error?.description == message)
    }

    @Test func argumentsCanHoldAnything() throws {
        let options = try #require(
            try Sample.parse(["", "--name", "", "a b", "é 🎬\n", "--output= x "]))
        #expect(options.operands == ["", "a b", "é 🎬\n"])
        #expect(options.name == "")
        #expect(options.output == " x ")
    }

    @Test(arguments: [("1", 1), ("100", 100), ("007", 7)])
    func aNumberInItsRangeIsRead(text: String, number: Int) throws {
        #expect(try Whole.parse(["--name", text])?.name == number)
    }

    @Test(arguments: ["0", "101", "-1", "1.5", "one", "1e2", "99999999999999999999", "0x10"])
    func anyOtherNumberIsAMistake(text: String) throws {
        let error = #expect(throws: UsageError.self) { try Whole.parse(["--name", text]) }
        #expect(
            error?.description == "--name takes a number from 1 to 100, and \"\(text)\" is none")
    }

    @Test(arguments: ["nan", "inf", "-0.1", "86401", ""])
    func aFractionOutsideItsRangeIsAMistake(text: String) throws {
        #expect(throws: UsageError.self) { try Fraction.parse(["--name=\(text)"]) }
    }

    @Test func withoutTheOptionThereIsNoNumber() throws {
        #expect(try #require(try Whole.parse([])).name == nil)
    }

    @Test(arguments: ["--help", "-h", "-qh", "--name x --help", "a -h b"])
    func helpIsFoundAnywhere(line: String) throws {
        #expect(try Sample.parse(words(line)) == nil)
    }

    @Test func helpIsShownWhateverTheValuesAre() throws {
        #expect(try Whole.parse(["--name", "none", "--help"]) == nil)
    }

    @Test func ofSeveralValuesOnlyTheLastMustBeRight() throws {
        #expect(try Whole.parse(["--name", "none", "--name", "5"])?.name == 5)
    }

    @Test func declarationsHoldEverythingInOrder() {
        let declared = Repeated.declarations.options
        #expect(
            declared == [
                OptionDeclaration(
                    name: "name", short: "n",
                    value: ValueDeclaration(placeholder: "TEXT", kind: .text), help: "a text",
                    isRepeatable: true),
                OptionDeclaration(
                    name: "output", short: nil,
                    value: ValueDeclaration(placeholder: "FILE", kind: .file), help: "a file",
                    isRepeatable: true),
                OptionDeclaration(name: "quiet", short: "q", value: nil, help: "no words"),
            ])
        #expect(
            Sample.declarations.operands == [
                OperandDeclaration(
                    value: ValueDeclaration(placeholder: "WORD…", kind: .text), isRepeatable: true)
            ])
    }
}
