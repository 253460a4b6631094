/// Everything that can go wrong on request.
package enum FaultName: String, CaseIterable, Sendable {
    case unauthorized = "401"
    case paymentRequired = "402"
    case forbidden = "403"
    case notFound = "404"
    case invalid = "422"
    case tooManyRequests = "429"
    case internalError = "500"
    case badGateway = "502"
    case unavailable = "503"
    case gatewayTimeout = "504"
    case redirect
    case reset
    case resetBody = "reset-body"
    case lostAnswer = "lost-answer"
    case slow
    case stall
    case shortBody = "short-body"
    case refuse
    case unknownStatus = "unknown-status"
    case spelling
    case endless
    case failed
    case moderation
    case price
    case foreignURL = "foreign-url"
    case closedPort = "closed-port"
    case expired
    case wrongLength = "wrong-length"
    case html
    case entityTag = "etag"
    case short
    case mute
    case silent
    case unwantedSound = "unwanted-sound"
    case wrongShape = "wrong-shape"
    case wrongRate = "wrong-rate"
    case truncated
    case corrupt
    case black
    case frozen
    case double
    case delay
    case drop
    case forge
    case reorder

    /// The parameters it takes.
    package var parameters: [String] { description.parameters }

    /// Where it can strike; the first is where it does unless told otherwise.
    package var points: [FaultPoint] { description.points }

    /// What it does, in a line.
    package var summary: String { description.summary }

    private struct Description {
        let points: [FaultPoint]
        let parameters: [String]
        let summary: String

        init(_ points: [FaultPoint], _ parameters: [String], _ summary: String) {
            self.points = points
            self.parameters = parameters
            self.summary = summary
        }

        init(_ points: [FaultPoint], _ summary: String) { self.init(points, [], summary) }
    }

    private static let answers: [FaultPoint] = [
        .submit, .status, .result, .cancel, .upload, .file,
    ]
    private static let links: [FaultPoint] = [.result, .status]

    private var description: Description {
        switch self {
        case .unauthorized: Description(Self.answers, "the key is refused")
        case .paymentRequired: Description(Self.answers, "the credit is used up")
        case .forbidden: Description(Self.answers, "the account is locked")
        case .notFound:
            Description(
                [.status, .submit, .result, .cancel, .upload, .file],
                "there is no such thing (yet)")
        case .invalid:
            Description(
                Self.answers, ["shape", "type"],
                "the request is refused; shape=array, text, pydantic or policy")
        case .tooManyRequests:
            Description(Self.answers, ["retry-after"], "too many requests; retry-after in seconds")
        case .internalError, .badGateway, .unavailable, .gatewayTimeout:
            Description(
                Self.answers, ["gateway", "retry-after"],
                "the server fails; gateway=true answers a proxy's page")
        case .redirect:
            Description(Self.answers, ["to", "status"], "the answer leads elsewhere")
        case .reset:
            Description(Self.answers, "the connection is torn down, and nothing was done")
        case .resetBody:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["bytes"],
                "the connection is torn down after so many bytes of the body")
        case .lostAnswer:
            Description(
                Self.answers, ["reused", "reset"],
                "the deed is done and the answer lost; reused=true: only on a used connection")
        case .slow:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["rate"],
                "the body drips, at so many bytes a second")
        case .stall:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["bytes", "seconds"],
                "the body stops after so many bytes, for good or for some seconds")
        case .shortBody:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["bytes"],
                "the connection is closed with less than was announced")
        case .refuse:
            Description(
                Self.answers, ["seconds"],
                "after this answer nobody listens on the port for some seconds")
        case .unknownStatus: Description([.status], ["word"], "a status word nobody documented")
        case .spelling:
            Description(
                [.status, .result], ["status", "id", "output", "field"],
                "another of the spellings the documents contradict each other in")
        case .endless: Description([.submit], "the run never ends")
        case .failed:
            Description(
                [.submit], ["type", "shape", "retryable", "word", "status"], "the run fails")
        case .moderation:
            Description([.submit], ["shape"], "the run ends in a refusal by the content filter")
        case .price: Description([.submit], ["factor"], "the run costs another price")
        case .foreignURL:
            Description(
                [.submit, .status, .result], ["host"], "the links of the answer name a foreign host"
            )
        case .closedPort:
            Description(Self.links, "the link to the clip leads to a port where nobody listens")
        case .expired:
            Description(
                [.file, .result], "the link to the clip is too old; asking again gives a good one")
        case .wrongLength:
            Description(
                [.file, .result], "half of the clip as if it were all; in results, a wrong size")
        case .html: Description([.file], "a web page in place of the clip")
        case .entityTag:
            Description(
                [.file], ["partial"],
                "the clip has become another; partial=true serves the range all the same")
        case .short: Description([.submit], ["seconds"], "the clip is too short")
        case .mute: Description([.submit], "the clip has no sound")
        case .silent: Description([.submit], "the clip's sound track holds nothing")
        case .unwantedSound: Description([.submit], "the clip has sound that nobody asked for")
        case .wrongShape: Description([.submit], "the clip has another shape")
        case .wrongRate: Description([.submit], ["rate"], "the clip has another frame rate")
        case .truncated: Description([.submit], "the clip's file ends early")
        case .corrupt: Description([.submit], "the clip's file is damaged in the middle")
        case .black: Description([.submit], "the clip is black")
        case .frozen: Description([.submit], "the clip stands still")
        case .double: Description([.callback], "the callback comes twice")
        case .delay: Description([.callback], ["seconds"], "the callback comes late")
        case .drop: Description([.callback], "the callback never comes")
        case .forge: Description([.callback], "the callback isn't signed by the provider")
        case .reorder: Description([.callback], "the callback comes after the next one")
        }
    }
}
