/// The providers whose protocols the stand-in speaks.
package enum PlayedProvider: String, CaseIterable, Sendable {
    case runflow
    case fal
    case eachlabs
}
