internal import CDailiesFFmpeg

/// A call into libav that failed: what was tried, on what, and what the library said.
package struct MediaError: Error, Sendable, Equatable {
    /// libav's error number, negative.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// The bytes are not what the format asks for.
        package static let invalidData = Code(rawValue: dailies_averror_invalid_data)
        /// The interrupt callback ended the call: the deadline has passed.
        package static let interrupted = Code(rawValue: dailies_averror_exit)
        /// Memory ran out, or the library gave back nothing without saying why.
        package static let noMemory = Code(rawValue: -12)
        /// Something that libav says it has not learnt yet.
        package static let notImplemented = Code(rawValue: dailies_averror_patchwelcome)
        /// A codec or format that this build of libav doesn't have.
        package static let unsupported = Code(rawValue: -38)
    }

    /// libav's error number.
    package let code: Code
    /// What was tried, such as "open" or "decode video".
    package let operation: String
    /// The file or stream it was tried on.
    package let subject: String
    /// The last line libav logged on this thread, where it logged one.
    package let detail: String?

    package init(_ code: Code, _ operation: String, _ subject: String) {
        self.code = code
        self.operation = operation
        self.subject = subject
        detail = LibraryLog.consumeLastLine()
    }

    /// libav's own words for the code.
    package var reason: String {
        var text = [CChar](repeating: 0, count: 128)
        guard av_strerror(code.rawValue, &text, text.count) == 0 else {
            return "error \(code.rawValue)"
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}

extension MediaError: CustomStringConvertible {
    package var description: String {
        let logged = detail.map { " (\($0))" } ?? ""
        return "\(operation) \(subject): \(reason)\(logged)"
    }
}

/// Passes a non-negative result on and throws for a negative one.
@discardableResult
func checked(
    _ result: Int32,
    _ operation: String,
    _ subject: String
) throws(MediaError) -> Int32 {
    guard result >= 0 else {
        throw MediaError(MediaError.Code(rawValue: result), operation, subject)
    }
    return result
}
