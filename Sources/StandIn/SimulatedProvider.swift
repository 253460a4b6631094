/// The providers whose protocols the stand-in speaks.
package enum SimulatedProvider: String, CaseIterable, Sendable {
    case runflow
    case fal
    case eachlabs
}
