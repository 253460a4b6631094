/// The faults that apply to one request.
struct InjectedFaults: Sendable {
    var faultContext = FaultContext(points: [])
    var faults: [Fault] = []
    /// Faults that the request asks for the run that it makes.
    var ofRun: [Fault] = []
    /// Faults that a submission requests for later requests about its run.
    var deferred: [FaultRule] = []

    /// The fault with a name, if it applies.
    subscript(_ name: FaultName) -> Fault? { faults.first { $0.name == name } }
}
