/// The Levenshtein distance: how many characters must be inserted, deleted or replaced to turn one
/// text into the other.
package func editDistance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var row = Array(0...target.count)
    for (line, character) in first.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for column in target.indices {
            let replaced = diagonal + (character == target[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[target.count]
}

/// The word that a mistyped one probably stands for; `nil` if none is near.
///
/// A word is near if at most two characters differ, or a third of a longer word, and at least one
/// is right.
package func nearest(to mistyped: String, among words: some Collection<String>) -> String? {
    let ranked = words.map { (word: $0, distance: editDistance($0, mistyped)) }
        .sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
    guard let best = ranked.first, best.distance <= max(2, mistyped.count / 3),
        best.distance < min(best.word.count, mistyped.count)
    else { return nil }
    return best.word
}

/// What to do about a name that isn't known: write the one that is probably meant, or leave it out.
package func suggestion(for name: String, among known: some Collection<String>) -> String {
    nearest(to: name, among: known).map { "did you mean \"\($0)\"?" } ?? "leave it out"
}
