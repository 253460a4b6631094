/// How many letters must be put in, taken out or exchanged to turn one word into the other
/// (Levenshtein distance).
package func editDistance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var row = Array(0...target.count)
    for (line, letter) in first.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for column in target.indices {
            let exchanged = diagonal + (letter == target[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(exchanged, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[target.count]
}
