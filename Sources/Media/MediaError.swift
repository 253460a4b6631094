internal import CDailiesFFmpeg

/// A failed call into libav: the operation, its subject and the library's explanation.
package struct MediaError: Error, Sendable, Equatable {
    /// libav's error number, negative.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// The bytes don't conform to the format.
        package static let invalidData = Code(rawValue: dailies_averror_invalid_data)
        /// The interrupt callback aborted the call: the deadline has passed.
        package static let interrupted = Code(rawValue: dailies_averror_exit)
        /// Out of memory, or the library returned nothing without an error code.
        package static let noMemory = Code(rawValue: -12)
        /// A feature that libav doesn't implement yet.
        package static let notImplemented = Code(rawValue: dailies_averror_patchwelcome)
        /// A codec or format that this build of libav doesn't have.
        package static let unsupported = Code(rawValue: -38)

        /// The system's error number; `nil` for an error of libav itself.
        package var systemError: Int32? {
            // libav's own codes are four characters, which makes them large.
            (-4095 ... -1).contains(rawValue) && self != .unsupported ? -rawValue : nil
        }
    }

    /// libav's error number.
    package let code: Code
    /// The operation that failed, such as "open" or "decode".
    package let operation: String
    /// The file or stream it failed on.
    package let subject: String
    /// What is known beyond the code: usually the last line that libav logged on this thread, if any.
    package let detail: String?

    package init(_ code: Code, _ operation: String, _ subject: String) {
        self.code = code
        self.operation = operation
        self.subject = subject
        detail = LibraryLog.consumeLastLine()
    }

    /// - Parameter detail: what is known beyond the code.
    package init(_ code: Code, _ operation: String, _ subject: String, detail: String) {
        self.code = code
        self.operation = operation
        self.subject = subject
        self.detail = detail
    }

    /// libav's description of the code.
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

/// Returns a non-negative result and throws for a negative one.
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
