/// What a result says in one word, counted for the exit code.
package enum ShardVerdict: String, Hashable, Sendable, CaseIterable {
    /// A file passed, or a film was made.
    case pass
    case warn
    /// A file failed, or a film can't be made.
    case fail
    /// Nothing is known of a file.
    case unknown
}
