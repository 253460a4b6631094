/// The take of a run that a person chose for the film.
enum CircledTake {
    /// The ledger's key for the name of the take.
    ///
    /// - Parameter run: the shot's id with the part, such as `020a`.
    static func key(_ run: String) -> String { "circled \(run)" }
}
