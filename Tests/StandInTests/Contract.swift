/// The run object as far as the tests read it, in the names of the contract.
struct RunObject: Decodable, Sendable {
    let id: String
    let status_code: String
    let model_id: String
    let client_ref: String?
    let cost: String?
    let created_at: String
    let started_at: String?
    let completed_at: String?
    let duration_ms: Int?
    let failure_code: String?
    let output: Output?

    struct Output: Decodable, Sendable {
        let outputs: [File]
        let nsfw_detected: Bool?
    }

    struct File: Decodable, Sendable {
        let url: String
        let type: String
        let width: Int
        let height: Int
        let duration: Double
    }
}

/// The envelope of a list of runs.
struct RunList: Decodable {
    let items: [RunObject]
    let total: Int
}

/// The error body of the contract.
struct ErrorBody: Decodable {
    let code: String
    let message: String
    let errors: [Problem]

    struct Problem: Decodable {
        let field: String
        let message: String
    }
}

/// The counters of the stand-in.
struct Stats: Decodable {
    let submissions: Int
    let byProvider: [String: Int]
    let polls: Int
    let downloads: Int
    let cancels: Int
    let faultsInjected: Int
}

let createPath = "/v1/models/kuaishou/kling-video/v3/pro/text-to-video/runs"
