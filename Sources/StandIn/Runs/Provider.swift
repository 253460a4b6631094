/// The providers whose protocols the stand-in speaks.
package enum Provider: String, CaseIterable, Sendable {
    case runflow
    case fal
    case eachlabs
}
