import DailiesHTTPServer
import DailiesTestSupport
import Foundation

/// A TLS certificate for this machine and for the providers' host names.
struct TestCertificate {
    let certificatePath: String
    let keyPath: String

    static let hosts = [
        "queue.fal.run", "fal.run", "rest.fal.ai", "api.runflow.io", "api.eachlabs.ai",
    ]

    /// Creates the certificate with OpenSSL.
    init(in folder: TemporaryFolder) throws {
        certificatePath = folder.file("certificate.pem")
        keyPath = folder.file("key.pem")
        let names = Self.hosts.map { "DNS:\($0)" } + ["DNS:localhost", "IP:127.0.0.1"]
        let made = try ExternalProgram.run(
            ExternalProgram.openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=\(names.joined(separator: ","))",
                "-keyout", keyPath, "-out", certificatePath,
            ])
        guard made.status == 0 else { throw ExchangeError(step: "openssl: \(made.errorOutput)") }
    }

    /// The certificate and its key for a server.
    var server: Listener.Certificate {
        get throws {
            Listener.Certificate(
                certificatePEM: try String(contentsOfFile: certificatePath, encoding: .utf8),
                keyPEM: try String(contentsOfFile: keyPath, encoding: .utf8))
        }
    }
}
