import DailiesJSON

/// Reads Kling's callbacks: a task whose state has changed, as a query returns it.
///
/// Kling's pages describe no signature that every account has (see README.md), so that only the
/// callback's unguessable address protects it. A callback only makes the run be polled sooner.
///
/// Source: Kling, *Callback protocol*.
struct KlingCallbacks {
    func verify(_ callback: CallbackDelivery) throws(CallbackRejection) -> VerifiedCallback {
        guard let json = try? JSONValue(parsing: callback.body) else { throw .malformed }
        let task = KlingTask.list(json["data"])?.first ?? json
        guard let id = KlingTask.id(task) else { throw .malformed }
        let state = (task["status"] ?? task["task_status"])?.text ?? ""
        return VerifiedCallback(runID: id, messageID: "\(id) \(state)")
    }
}
