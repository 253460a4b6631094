package import DailiesDisclosure

/// Signs a film before it gets its name, such as with a C2PA manifest.
package struct FilmSigning: Sendable {
    /// A film that is to be signed.
    package struct Request: Sendable {
        /// The film's temporary path; the signed film has to be there afterwards.
        package let film: String
        /// The clips that it was made from, in film order, each once.
        package let clips: [String]
        /// The film's title.
        package let title: String?
        /// How the film came into being, also if its XMP doesn't say so; `nil` if that isn't known.
        package let sourceType: DigitalSourceType?
    }

    /// Why a film wasn't signed.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    /// Signs the film in place, or replaces it with the signed one.
    ///
    /// Called on the thread that makes the film. The second parameter is called often, and `true`
    /// ends the work.
    package let sign: @Sendable (Request, _ shouldStop: () -> Bool) throws -> Void

    package init(sign: @escaping @Sendable (Request, _ shouldStop: () -> Bool) throws -> Void) {
        self.sign = sign
    }
}
