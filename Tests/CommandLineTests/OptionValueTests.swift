import Testing

@testable import DailiesCommandLine

/// Typed values of the real commands: what is read, and the error for anything else.
struct OptionValueTests {
    private func mistake(_ line: String) throws -> String? {
        let words = line.split(separator: " ").map(String.init)
        let command = try #require(CommandLineTool.commands.first { $0.name == words[0] })
        do {
            _ = try command.parse(Array(words.dropFirst()))
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("verify --duration x a", "--duration takes seconds such as 5 or 5.5, not \"x\""),
        ("verify --duration 0 a", "--duration takes seconds such as 5 or 5.5, not \"0\""),
        ("verify --aspect-ratio 16/9 a", "--aspect-ratio takes a shape such as 16:9, not \"16/9\""),
        ("verify --frame-size big a", "--frame-size takes a size such as 1920x1080, not \"big\""),
        (
            "verify --frame-rate fast a",
            "--frame-rate takes a rate such as 24 or 24000/1001, not \"fast\""
        ),
        ("verify --audio loud a", "--audio takes present, absent or any, not \"loud\""),
        (
            "verify --audio presnt a",
            "--audio takes present, absent or any, not \"presnt\"; did you mean present?"
        ),
        ("verify --cuts 5,-1 a", "--cuts takes seconds such as 5,8.5, not \"5,-1\""),
        (
            "verify --cuts 5,,6 --level content a",
            "--cuts takes seconds such as 5,8.5, not \"5,,6\""
        ),
        (
            "verify --level deepest a",
            "--level takes header, packets, decode or content, not \"deepest\""
        ),
        (
            "verify --level contnt a",
            "--level takes header, packets, decode or content, not \"contnt\"; did you mean content?"
        ),
        ("verify --every-picture a", "--every-picture needs --level content"),
        ("verify --cuts 5 --level decode a", "--cuts needs --level content"),
        ("verify --one-shot --level packets a", "--one-shot needs --level decode or content"),
        ("verify --start-picture a.png a", "--start-picture needs --level content"),
        ("verify --end-picture a.png --level decode a", "--end-picture needs --level content"),
        ("verify --previous-picture a.png a", "--previous-picture needs --level content"),
        ("verify", "name the files; - reads names from a list"),
        ("assemble --audio all a", "--audio takes exact or none, not \"all\""),
        ("assemble --crf 52 a", "--crf takes a number from 0.0 to 51.0, and \"52\" is none"),
        (
            "assemble --frame-size 31x20 a",
            "--frame-size takes an even size such as 1920x1080, not \"31x20\""
        ),
        (
            "assemble --frame-rate 300 a",
            "--frame-rate takes a rate from 1 to 240 such as 24 or 24000/1001, not \"300\""
        ),
        ("assemble --fit stretch a", "--fit takes pad, blur or crop, not \"stretch\""),
        (
            "assemble --fit corp a",
            "--fit takes pad, blur or crop, not \"corp\"; did you mean crop?"
        ),
        (
            "assemble --transition dissolve:0 a",
            "--transition takes cut or a dissolve such as dissolve:12, not \"dissolve:0\""
        ),
        (
            "assemble --audio none --loudness -14 a",
            "--music and --loudness need sound, and --audio none removes it"
        ),
        ("assemble --music-level -3 a", "--music-level needs --music, whose level it sets"),
        (
            "assemble --language english a",
            "--language takes a code of three letters such as eng, not \"english\""
        ),
        ("run --cap much a", "--cap takes an amount in dollars such as 12.50, not \"much\""),
        ("run --cap -1 a", "--cap takes an amount in dollars such as 12.50, not \"-1\""),
        ("run --max-takes 21 a", "--max-takes takes a number from 1 to 20, and \"21\" is none"),
        ("run --concurrency 0 a", "--concurrency takes a number from 1 up, and \"0\" is none"),
        (
            "run --callback-listen here a",
            "--callback-listen takes a port, such as 8787 or 0.0.0.0:8787, not \"here\""
        ),
        ("run", "name one shot list, such as samples/lighthouse.json"),
        ("run a b", "\"b\" is one operand too many; expected: LIST"),
        ("doctor a b", "\"b\" is one operand too many; expected: [DIR]"),
        ("manual run plan", "\"plan\" is one operand too many; expected: [COMMAND]"),
        ("circle a 010-t1 b", "\"b\" is one operand too many; expected: DIR TAKE"),
        ("stand-in a", "\"a\" is one operand too many; expected: options only"),
        (
            "rehearse --latency -1 a",
            "--latency takes a number from 0.0 to 86400.0, and \"-1\" is none"
        ),
        ("run --latency 1 a", "there is no option --latency; --help lists the options"),
        ("reconcile --adopt 010-t1 a", "--adopt takes TAKE=ID, such as 010-t1=abc, not \"010-t1\""),
        ("circle", "name a production's folder"),
        (
            "reconcile --billed 010-t1=-5 a",
            "--billed takes TAKE=USD, such as 010-t1=0.84, not \"010-t1=-5\""
        ),
        (
            "run --stop-submitting-at 6:00 a",
            "--stop-submitting-at takes a time of day such as 06:00, or never, not \"6:00\""
        ),
        (
            "run --max-runtime 90 a",
            "--max-runtime takes a time span such as 45m or 7h30m, not \"90\""
        ),
        ("receive", "name one production's folder"),
        ("stand-in --port 65536", "--port takes a number from 0 to 65535, and \"65536\" is none"),
        (
            "stand-in --without lists,uplods",
            "--without takes uploads, lists, cancellation, fields, records or all, not \"uplods\"; "
                + "did you mean uploads?"
        ),
        (
            "rehearse --allow-loopback a",
            "there is no option --allow-loopback; --help lists the options"
        ),
        ("stand-in --tls-key a", "--tls-certificate and --tls-key go together"),
    ])
    func anErrorNamesOptionExpectationAndFinding(line: String, message: String) throws {
        #expect(try mistake(line) == message)
    }

    @Test func anUnknownToleranceListsTheNames() throws {
        let message = try #require(try mistake("verify --tolerance speed=1 a"))
        #expect(
            message.hasPrefix(
                "--tolerance takes NAME=VALUE, not \"speed=1\"; names are: aspect-ratio"))
        for wrong in ["black", "black=", "black=x", "black=-1", "=1"] {
            #expect(try mistake("verify --tolerance \(wrong) a") != nil)
        }
        #expect(try mistake("verify --tolerance black=2 --tolerance duration-short=1 a") == nil)
    }

    @Test func copyingSoundIsRefusedWithAReason() throws {
        #expect(try mistake("assemble --audio copy a")?.contains("36 ms") == true)
    }

    @Test(arguments: [
        "verify --cuts 5,8.5 --level content --every-picture a",
        "verify --one-shot --level decode a", "verify --one-shot --level content a",
        "verify --level content --start-picture a.png --end-picture b.png --previous-picture c.png a",
        "verify --duration 5 --audio any -- -a",
        "assemble --audio none --transition dissolve:1000 --frame-size 640x360 a",
        "assemble --transition cut --music b --music-level -3.5 a", "run -qo out --cap 0 a",
        "rehearse --callback-listen [::1]:8787 --latency 0.5 a", "cancel out",
        "cancel out 010-t1 020-t1",
        "run --allow-loopback --accept-flagged a", "stand-in --without uploads,lists --without all",
        "reconcile --adopt 010-t1=a=b --not-sent 020-t1 --not-sent 030-t1 out", "stand-in",
    ])
    func rightValuesAreRead(line: String) throws {
        #expect(try mistake(line) == nil)
    }
}
