/// The members of Runflow's run object that the tests read, with their JSON names.
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

/// Runflow's list of runs.
struct RunList: Decodable {
    let items: [RunObject]
    let total: Int
}

/// The path that creates a run of Kling 3.0 Pro text-to-video.
let createPath = "/v1/models/kuaishou/kling-video/v3/pro/text-to-video/runs"
