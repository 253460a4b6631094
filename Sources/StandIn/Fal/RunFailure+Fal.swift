extension Run.Failure {
    /// The error with which fal answers a request for the result of a failed run.
    var falError: FalServerError {
        switch self {
        case .generation(let message):
            return FalServerError(500, message, type: "internal_error", isRetryable: true)
        case .injected(let fault) where fault.name == .moderation:
            return fault["shape"] == "text"
                ? FalServerError(422, "Content policy violation", isRetryable: false)
                : .policyViolation
        case .injected(let fault):
            return Self.falError(fault)
        }
    }

    /// The statuses of the error types that models report; any other type has 422.
    private static let modelTypes = [
        "internal_server_error": 500, "downstream_service_unavailable": 500,
        "generation_timeout": 504, "downstream_service_error": 400,
    ]

    /// The statuses of the error types that the infrastructure reports.
    private static let infrastructureTypes = [
        "request_timeout": 504, "startup_timeout": 504, "runner_scheduling_failure": 503,
        "runner_connection_timeout": 503, "runner_disconnected": 503,
        "runner_connection_refused": 503, "runner_connection_error": 503,
        "runner_incomplete_response": 502, "runner_server_error": 500, "internal_error": 500,
        "bad_request": 400, "client_disconnected": 499, "client_cancelled": 499,
    ]

    private static func falError(_ fault: Fault) -> FalServerError {
        let type = fault["type"] ?? "internal_server_error"
        let isRetryable = fault["retryable"].map { $0 == "true" }
        if let status = infrastructureTypes[type] {
            return FalServerError(
                fault.httpStatus ?? status, "The request failed: \(type)", type: type,
                isRetryable: isRetryable)
        }
        let status = fault.httpStatus ?? modelTypes[type] ?? 422
        let message = "The model failed: \(type)"
        guard fault["shape"] != "text" else {
            return FalServerError(status, message, isRetryable: isRetryable)
        }
        return FalServerError(
            status, problems: [FieldProblem(field: "body", message: message, type: type)],
            isRetryable: isRetryable ?? (status >= 500))
    }
}
