import DailiesDigest
import DailiesJSON
import Foundation

/// A line with one result: `{"position":12,"result":{…}}`.
///
/// The result is cut out of the line as it was written, without parsing it: the digest of the file
/// proves that it is unchanged.
enum ShardRow {
    private static let start = Array(#"{"position":"#.utf8)
    private static let middle = Array(#","result":"#.utf8)

    static func text(_ result: String, position: Int) -> String {
        #"{"position":\#(position),"result":\#(result)}"#
    }

    /// The position, and where the result is in the line; `nil` for any other line.
    static func parse(_ line: UnsafeRawBufferPointer) -> (position: Int, result: Range<Int>)? {
        guard line.starts(with: start), line.last == UInt8(ascii: "}") else { return nil }
        var index = start.count
        var position = 0
        while index < line.count, case let digit = Int(line[index]) - 48, (0...9).contains(digit) {
            let (tens, isLarge) = position.multipliedReportingOverflow(by: 10)
            guard !isLarge, tens <= Int.max - digit else { return nil }
            position = tens + digit
            index += 1
        }
        guard index > start.count,
            UnsafeRawBufferPointer(rebasing: line[index...]).starts(with: middle),
            index + middle.count < line.count - 1
        else { return nil }
        return (position, index + middle.count..<line.count - 1)
    }
}

/// The last two lines of a shard's results: the counts, and the digest of every line before it.
struct ShardTrailer: Hashable {
    let counts: VerdictCounts

    var line: String { JSONValue.object(["verdicts": counts.json]).line }

    static func digestLine(_ digest: SHA256Digest) -> String {
        JSONValue.object(["sha256": .string(digest.hex)]).line
    }
}
