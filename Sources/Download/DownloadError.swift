/// A take that did not land: what was expected of the transfer and what happened.
package enum DownloadError: Error, Sendable, Equatable {
    /// The address may not be used, and nothing was sent there.
    case forbiddenAddress(url: String, reason: String)
    /// The server no longer gives the file under this address; a fresh one may help.
    case expired(status: Int)
    /// The server answered something else than the file.
    case refused(status: Int)
    /// The transfer kept breaking off.
    case broken(reason: String)
    /// Another number of bytes arrived than was announced.
    case wrongLength(expected: Int64, received: Int64)
    /// The disk would not take it.
    case disk(operation: String, path: String, reason: String)
}

extension DownloadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .forbiddenAddress(let url, let reason):
            "the provider named \(url) as the place of the file, and \(reason); nothing was sent"
                + " there: check that the provider's base address is the one you mean, or fetch"
                + " the file by hand from the run's page"
        case .expired(let status): "the file's address has expired (HTTP \(status))"
        case .refused(let status):
            "the server answered HTTP \(status) instead of the file"
        case .broken(let reason): "the download broke off: \(reason)"
        case .wrongLength(let expected, let received):
            "\(received) bytes arrived where \(expected) were announced"
        case .disk(let operation, let path, let reason): "\(operation) \(path): \(reason)"
        }
    }
}
