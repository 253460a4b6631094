internal import CDailiesMicroHTTPD
import Foundation

extension ServerResponse {
    /// Queues the response, or closes the connection.
    func send(
        on connection: OpaquePointer,
        of client: ServerConnection,
        stopping: StopSignal
    ) -> MHD_Result {
        let prepared: OpaquePointer?
        switch body {
        case .hangUp:
            return .NO
        case .reset:
            client.reset()
            return .NO
        case .bytes(let bytes):
            prepared = bytes.withUnsafeBytes {
                // The parameter isn't const, but the bytes are only copied.
                MHD_create_response_from_buffer(
                    $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
            }
        case .file(let descriptor, let offset, let count):
            prepared = MHD_create_response_from_fd_at_offset64(
                UInt64(count), descriptor, UInt64(offset))
            if prepared == nil { close(descriptor) }
        case .stream(let stream):
            prepared = StreamSource(stream, client, stopping).response
        }
        guard let prepared else { return .NO }
        defer { MHD_destroy_response(prepared) }
        for (name, value) in headers { MHD_add_response_header(prepared, name, value) }
        return MHD_queue_response(connection, UInt32(status), prepared)
    }
}

/// Passes a stream to libmicrohttpd block by block; used only by its connection's thread.
private final class StreamSource {
    private let stream: ServerStream
    private let client: ServerConnection
    private let stopping: StopSignal
    private var rest = Data()

    private static let blockSize = 64 << 10

    init(_ stream: ServerStream, _ client: ServerConnection, _ stopping: StopSignal) {
        self.stream = stream
        self.client = client
        self.stopping = stopping
    }

    /// libmicrohttpd's response object, which owns the source.
    var response: OpaquePointer? {
        let owned = Unmanaged.passRetained(self)
        let response = MHD_create_response_from_callback(
            stream.length.map { UInt64($0) } ?? dailies_mhd_size_unknown, Self.blockSize,
            { source, _, buffer, size in
                guard let source, let buffer else { return dailies_mhd_end_with_error }
                return Unmanaged<StreamSource>.fromOpaque(source).takeUnretainedValue()
                    .fill(UnsafeMutableRawBufferPointer(start: buffer, count: size))
            }, owned.toOpaque(),
            { source in
                if let source { Unmanaged<StreamSource>.fromOpaque(source).release() }
            })
        if response == nil { owned.release() }
        return response
    }

    /// Fills the buffer and returns the number of bytes, or a code for the end of the stream.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while rest.isEmpty {
            guard !stopping.isRaised else { return dailies_mhd_end_with_error }
            switch stream.next(stopping) {
            case .bytes(let bytes): rest = bytes
            case .end: return dailies_mhd_end_of_stream
            case .reset:
                client.reset()
                return dailies_mhd_end_with_error
            }
        }
        let count = min(buffer.count, rest.count)
        rest.copyBytes(to: buffer, count: count)
        rest = Data(rest.dropFirst(count))
        return count
    }
}
