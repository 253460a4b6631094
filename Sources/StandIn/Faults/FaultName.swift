/// The faults that can be injected.
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
    case nsfw
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

    /// The names of the parameters that the fault accepts.
    package var parameters: [String] { description.parameters }

    /// The points that it can apply to; the first is the default.
    package var points: [FaultPoint] { description.points }

    /// Whether it changes a run or its clip, so that it applies only to an accepted request.
    var changesRun: Bool {
        switch self {
        case .endless, .failed, .moderation, .price, .short, .mute, .silent, .unwantedSound,
            .wrongShape, .wrongRate, .truncated, .corrupt, .black, .frozen:
            true
        default: false
        }
    }

    /// Its effect, in one line.
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

    private static let responses: [FaultPoint] = [
        .submit, .status, .result, .cancel, .upload, .file,
    ]
    private static let links: [FaultPoint] = [.result, .status]

    private var description: Description {
        switch self {
        case .unauthorized: Description(Self.responses, "the key is refused")
        case .paymentRequired: Description(Self.responses, "the credit is used up")
        case .forbidden: Description(Self.responses, "the account is locked")
        case .notFound:
            Description(
                [.status, .submit, .result, .cancel, .upload, .file],
                "the requested object does not exist (yet)")
        case .invalid:
            Description(
                Self.responses, ["shape", "type"],
                "the request is refused; shape=array, text, pydantic or policy")
        case .tooManyRequests:
            Description(
                Self.responses, ["retry-after", "type"],
                "too many requests; retry-after in seconds; type=1303: another code of Kling's")
        case .internalError, .badGateway, .unavailable, .gatewayTimeout:
            Description(
                Self.responses, ["gateway", "retry-after"],
                "the server fails; gateway=true: with the HTML page of a proxy")
        case .redirect:
            Description(
                Self.responses, ["to", "status"], "the response is a redirect to another host")
        case .reset:
            Description(Self.responses, "the connection is reset before the request is handled")
        case .resetBody:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["bytes"],
                "the connection is reset after so many bytes of the body")
        case .lostAnswer:
            Description(
                Self.responses, ["reused", "reset"],
                "the request is handled, its response is lost; reused=true: on reused connections")
        case .slow:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["rate"],
                "the body is sent slowly, at so many bytes a second")
        case .stall:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["bytes", "seconds"],
                "the body stops after so many bytes, forever or for some seconds")
        case .shortBody:
            Description(
                [.file, .submit, .status, .result, .cancel, .upload], ["bytes"],
                "the connection is closed before the whole announced body is sent")
        case .refuse:
            Description(
                Self.responses, ["seconds"],
                "after this response the port refuses connections for some seconds")
        case .unknownStatus: Description([.status], ["word"], "the status is an undocumented word")
        case .spelling:
            Description(
                [.status, .result], ["status", "id", "output", "field"],
                "a variant of names or values on which the provider's documents disagree")
        case .endless: Description([.submit], "the run never ends")
        case .failed:
            Description(
                [.submit], ["type", "shape", "retryable", "word", "status"], "the run fails")
        case .moderation:
            Description([.submit], ["shape"], "the run fails in the content filter")
        case .price: Description([.submit], ["factor"], "the run's price is multiplied by factor")
        case .nsfw:
            Description(
                [.status, .result], "the result is marked as unsafe (NSFW); only Runflow does so")
        case .foreignURL:
            Description(
                [.submit, .status, .result], ["host"],
                "the links in the response point to another host"
            )
        case .closedPort:
            Description(Self.links, "the link to the clip points to a closed port")
        case .expired:
            Description(
                [.file, .result],
                "the link to the clip has expired; the next result has a valid one")
        case .wrongLength:
            Description(
                [.file, .result],
                "half of the clip is served as the whole; in results, a wrong size")
        case .html: Description([.file], "a web page is served instead of the clip")
        case .entityTag:
            Description(
                [.file], ["partial"],
                "the clip's ETag has changed; partial=true: still serves the range")
        case .short: Description([.submit], ["seconds"], "the clip is too short")
        case .mute: Description([.submit], "the clip has no sound")
        case .silent: Description([.submit], "the clip's sound track is silent")
        case .unwantedSound: Description([.submit], "the clip has sound that was not requested")
        case .wrongShape: Description([.submit], "the clip has another aspect ratio")
        case .wrongRate: Description([.submit], ["rate"], "the clip has another frame rate")
        case .truncated: Description([.submit], "the clip's file ends early")
        case .corrupt: Description([.submit], "the clip's file is damaged in the middle")
        case .black: Description([.submit], "the clip is black")
        case .frozen: Description([.submit], "all frames of the clip are the same")
        case .double: Description([.callback], "the callback is sent twice")
        case .delay: Description([.callback], ["seconds"], "the callback is sent late")
        case .drop: Description([.callback], "the callback is not sent")
        case .forge: Description([.callback], "the callback's signature is not the provider's")
        case .reorder: Description([.callback], "the callback is sent after the next one")
        }
    }
}
