import DailiesDigest
import Foundation

/// One of the parts into which a list of work is divided for several machines: part K of N.
package struct Shard: Hashable, Sendable {
    /// From 1 to `count`.
    package let number: Int
    /// Into how many shards the list is divided.
    package let count: Int

    /// The most shards of one list.
    package static let countLimit = 1_000_000

    /// - Returns: `nil` unless `number` is from 1 to `count`, and `count` at most `countLimit`.
    package init?(_ number: Int, of count: Int) {
        guard (1...Self.countLimit).contains(count), (1...count).contains(number) else {
            return nil
        }
        self.number = number
        self.count = count
    }

    /// Reads "3/64"; `nil` for anything else.
    package init?(_ text: String) {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
        guard numbers.count == 2, let number = Int(numbers[0]), let count = Int(numbers[1]) else {
            return nil
        }
        self.init(number, of: count)
    }

    /// The name of the file with the shard's results, such as `shard-3-of-64.jsonl`.
    package var fileName: String { "shard-\(number)-of-\(count).jsonl" }

    /// Reads a name that `fileName` returns; `nil` for anything else.
    package init?(fileName: some StringProtocol) {
        let words = fileName.split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 4, words[0] == "shard", words[2] == "of",
            words[3].hasSuffix(".jsonl"), let number = Int(words[1]),
            let count = Int(words[3].dropLast(".jsonl".count))
        else { return nil }
        self.init(number, of: count)
        // Not "shard-03-of-64.jsonl", which no shard writes.
        guard self.fileName == fileName else { return nil }
    }

    /// Whether an entry of the list belongs to the shard.
    ///
    /// This depends on the entry's name alone: a list in another order is divided in the same way.
    package func contains(_ name: String) -> Bool {
        let digest = SHA256Digest(of: Data(name.utf8))
        let value = UInt64(digest.hex.prefix(16), radix: 16) ?? 0
        return value % UInt64(count) == UInt64(number - 1)
    }
}

extension Shard: CustomStringConvertible {
    /// "3/64".
    package var description: String { "\(number)/\(count)" }
}

/// Numbers as job arrays of schedulers take them: "3,17-19".
package func arrayText(_ numbers: some Sequence<Int>) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in Set(numbers).sorted() {
        if let last = ranges.last, last.upperBound + 1 == number {
            ranges[ranges.count - 1] = last.lowerBound...number
        } else {
            ranges.append(number...number)
        }
    }
    return ranges.map { range in
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }.joined(separator: ",")
}
