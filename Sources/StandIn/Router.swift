import DailiesHTTPServer

/// Hands every request to the part of the stand-in that its path belongs to.
struct Router: Sendable {
    let runflow: RunflowAPI
    let files: ClipFiles
    let statistics: Statistics

    /// Answers a request.
    func answer(_ request: ServerRequest) -> ServerResponse {
        switch request.segments.first {
        case "files": files.answer(request)
        case "_stand-in" where request.path == "/_stand-in/stats" && request.isRead:
            .json(200, statistics.json(providers: [RunflowAPI.provider]))
        default: runflow.answer(request)
        }
    }
}
