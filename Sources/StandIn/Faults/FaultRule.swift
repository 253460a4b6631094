/// A fault and the conditions under which it applies.
package struct FaultRule: Hashable, Sendable {
    package let fault: Fault
    /// The point it applies to; `nil` for all points of the fault.
    let point: FaultPoint?
    /// The only provider it applies to; `nil` for all.
    var provider: SimulatedProvider?
    /// The id of the only run it applies to; `nil` for all.
    var run: String?
    /// How many times it applies; `nil` for no limit.
    var times: Int?
    /// How many matching requests are skipped first.
    var after = 0

    /// Makes a rule; throws if the fault can't apply to the point.
    package init(
        _ fault: Fault,
        on point: FaultPoint? = nil,
        provider: SimulatedProvider? = nil,
        times: Int? = nil,
        after: Int = 0
    ) throws(FaultSyntaxError) {
        if let point, !fault.name.points.contains(point) {
            let known = fault.name.points.map(\.rawValue).joined(separator: ", ")
            throw FaultSyntaxError(
                "the fault \"\(fault.name.rawValue)\" can't apply to \"\(point.rawValue)\", "
                    + "only to: \(known)")
        }
        self.fault = fault
        self.point = point
        self.provider = provider
        self.times = times
        self.after = after
    }
}
