extension Optional {
    /// The value; throws if it is `nil`.
    func unwrapped() throws -> Wrapped {
        guard let self else { throw ExchangeError(step: "find a value") }
        return self
    }
}
