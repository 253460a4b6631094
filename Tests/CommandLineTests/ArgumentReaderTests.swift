import Testing

@testable import DailiesCommandLine

/// Words of a command line, by GNU conventions.
struct ArgumentReaderTests {
    private static let name = OptionSpec("name", short: "n", value: "TEXT", "a text")
    private static let output = OptionSpec("output", short: "o", value: "FILE", "a file")
    private static let quiet = OptionSpec("quiet", short: "q", "no words")
    private static let yes = OptionSpec("yes", short: "y", "no questions")
    private static let options = [name, output, quiet, yes, .help]

    private func read(_ line: String) throws -> Arguments {
        try Arguments(line.split(separator: " ").map(String.init), options: Self.options)
    }

    @Test(arguments: [
        ("--name x", "x"), ("--name=x", "x"), ("-n x", "x"), ("-nx", "x"), ("-qn x", "x"),
        ("-qnx", "x"), ("--name=a=b", "a=b"), ("--name=", ""), ("--name -5", "-5"),
        ("--name --quiet", "--quiet"), ("-n-5", "-5"), ("-n=x", "=x"), ("--name a --name b", "b"),
        ("--name --", "--"),
    ])
    func aValueIsTakenInEveryForm(line: String, value: String) throws {
        #expect(try read(line).value(Self.name) == value)
    }

    @Test(arguments: ["-q", "--quiet", "-qy", "-yq", "-q -q", "a -q", "-q a"])
    func aSwitchIsTakenInEveryForm(line: String) throws {
        let arguments = try read(line)
        #expect(arguments.has(Self.quiet))
        #expect(!arguments.has(Self.name))
        #expect(arguments.value(Self.name) == nil)
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
        let arguments = try read("--name a -nb -q --name=c")
        #expect(arguments.all(Self.name) == ["a", "b", "c"])
        #expect(arguments.all(Self.output) == [])
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
    func aMistakeIsSaidInOneSentence(line: String, message: String) {
        let error = #expect(throws: UsageError.self) { try read(line) }
        #expect(error?.description == message)
    }

    @Test func wordsMayHoldAnything() throws {
        let arguments = try Arguments(
            ["", "--name", "", "a b", "é 🎬\n", "--output= x "], options: Self.options)
        #expect(arguments.operands == ["", "a b", "é 🎬\n"])
        #expect(arguments.value(Self.name) == "")
        #expect(arguments.value(Self.output) == " x ")
    }

    @Test(arguments: [("1", 1), ("100", 100), ("007", 7)])
    func aNumberInItsRangeIsTaken(text: String, number: Int) throws {
        #expect(try read("--name \(text)").number(Self.name, in: 1...100) == number)
    }

    @Test(arguments: ["0", "101", "-1", "1.5", "one", "1e2", "99999999999999999999", "0x10"])
    func anyOtherNumberIsAMistake(text: String) throws {
        let arguments = try read("--name \(text)")
        let error = #expect(throws: UsageError.self) {
            try arguments.number(Self.name, in: 1...100)
        }
        #expect(
            error?.description == "--name takes a number from 1 to 100, and \"\(text)\" is none")
    }

    @Test(arguments: ["nan", "inf", "-0.1", "86401", ""])
    func aFractionOutsideItsRangeIsAMistake(text: String) throws {
        let arguments = try Arguments(["--name=\(text)"], options: Self.options)
        #expect(throws: UsageError.self) { try arguments.number(Self.name, in: 0...86_400.0) }
    }

    @Test func withoutTheOptionThereIsNoNumber() throws {
        #expect(try read("-q").number(Self.name, in: 1...100) == nil)
    }
}
