/// Why a take could not be downloaded.
package enum DownloadError: Error, Sendable, Equatable {
    /// The address isn't allowed, and nothing was sent to it.
    case forbiddenAddress(url: String, reason: String)
    /// The server no longer serves the file at this address; a new address may help.
    case expired(status: Int)
    /// The server responded with a status that isn't worth a retry.
    case refused(status: Int)
    /// The transfer failed repeatedly without progress.
    case broken(reason: String)
    /// The number of bytes received differs from the announced one.
    case wrongLength(expected: Int64, received: Int64)
    /// The file couldn't be written.
    case disk(operation: String, path: String, reason: String)
}

extension DownloadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .forbiddenAddress(let url, let reason):
            "the provider's address of the file is \(url), and \(reason); nothing was sent"
                + " there: check that the provider's base address is the intended one, or download"
                + " the file by hand from the run's page"
        case .expired(let status): "the file's address has expired (HTTP \(status))"
        case .refused(let status):
            "the server responded with HTTP \(status) instead of the file"
        case .broken(let reason): "the download failed: \(reason)"
        case .wrongLength(let expected, let received):
            "\(received) bytes were received, but \(expected) were announced"
        case .disk(let operation, let path, let reason): "\(operation) \(path): \(reason)"
        }
    }
}
