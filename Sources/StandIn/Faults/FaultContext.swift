/// The properties of a request or callback that fault rules match.
struct FaultContext: Sendable {
    var points: Set<FaultPoint>
    var provider: SimulatedProvider?
    var run: String?
}
