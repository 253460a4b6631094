import DailiesContainer
import DailiesLanding
import Glibc

extension OpenTimelineBundle {
    /// A bundle couldn't be written.
    public struct WritingError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file that it is about.
        public let path: String
        /// What happened.
        public let reason: String

        /// The file and what happened.
        public var description: String { "\(path): \(reason)" }
    }

    /// Writes the archive under a temporary name, and gives it its name when it is complete; a file
    /// with that name is replaced.
    ///
    /// Media are read in pieces, twice: once for the checksum, which stands before the data.
    ///
    /// - Parameters:
    ///   - path: the archive's file.
    ///   - shouldStop: asked between pieces.
    /// - Throws: `WritingError`, or `CancellationError` if it was to stop; nothing is left behind then.
    public func write(to path: String, shouldStop: () -> Bool = { false }) throws {
        let files = try entries.map { try Source($0) }
        let needed = files.reduce(0) { $0 + $1.count }
        let folder = Landing.folder(of: path)
        if let free = Landing.freeBytes(at: folder.isEmpty ? "." : folder), free < needed {
            throw WritingError(
                path: path, reason: "it needs \(needed) bytes, and \(free) are free")
        }
        let temporary = Landing.temporaryName(for: path)
        do {
            try write(files, to: ArchiveFile(path: temporary), shouldStop)
            try Landing.land(temporary, as: path)
        } catch {
            unlink(temporary)
            if let landing = error as? LandingError {
                throw WritingError(path: path, reason: landing.description)
            }
            throw error
        }
    }

    private func write(
        _ sources: [Source], to archive: consuming ArchiveFile, _ shouldStop: () -> Bool
    ) throws {
        var records: [ZipRecords.Entry] = []
        for source in sources {
            let checksum = try source.read(shouldStop) { _ in }
            let entry = ZipRecords.Entry(
                name: source.name, checksum: checksum, size: UInt64(source.count),
                offset: archive.count)
            try archive.write(ZipRecords.localHeader(entry))
            let written = try source.read(shouldStop) { try archive.write($0) }
            guard written == checksum else {
                throw WritingError(path: source.name, reason: "it was changed while it was read")
            }
            records.append(entry)
        }
        let directory = records.flatMap(ZipRecords.directoryHeader)
        let end = ZipRecords.end(
            count: records.count, offset: archive.count, size: UInt64(directory.count))
        try archive.write(directory + end)
    }
}

/// The content of an entry, opened for reading.
private struct Source {
    let name: String
    let count: Int64
    private let read: (Int64, Int) -> [UInt8]

    private static let piece = 1 << 20

    init(_ entry: OpenTimelineBundle.Entry) throws(OpenTimelineBundle.WritingError) {
        name = entry.name
        switch entry.content {
        case .bytes(let bytes):
            count = Int64(bytes.count)
            read = { offset, length in Array(bytes[Int(offset)..<Int(offset) + length]) }
        case .file(let path):
            do {
                let file = try FileBytes.open(path)
                count = file.count
                read = file.read
            } catch {
                throw OpenTimelineBundle.WritingError(path: path, reason: error.reason)
            }
        }
    }

    /// Hands over the content in pieces.
    ///
    /// - Returns: its checksum.
    func read(
        _ shouldStop: () -> Bool, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> UInt32 {
        var checksum = CyclicChecksum()
        var offset: Int64 = 0
        while offset < count {
            if shouldStop() { throw CancellationError() }
            let bytes = read(offset, Int(min(count - offset, Int64(Self.piece))))
            guard !bytes.isEmpty else {
                throw OpenTimelineBundle.WritingError(
                    path: name, reason: "it became shorter while it was read")
            }
            try bytes.withUnsafeBytes { piece in
                checksum.add(piece)
                try body(piece)
            }
            offset += Int64(bytes.count)
        }
        return checksum.value
    }
}

/// An archive that is being written.
private struct ArchiveFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    /// The bytes written so far.
    private(set) var count: UInt64 = 0

    init(path: String) throws(LandingError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        self.path = path
        guard descriptor >= 0 else { throw LandingError("create", path) }
    }

    deinit { close(descriptor) }

    mutating func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(LandingError) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let result = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { throw LandingError("write", path) }
            written += result
        }
        count += UInt64(bytes.count)
    }
}
