/// A provider whose protocol the stand-in speaks.
package enum SimulatedProvider: String, CaseIterable, Sendable {
    case runflow
    case fal
    case eachlabs
    case kling
    case replicate
}
