/// A command line as it is typed in a POSIX shell: words with other than safe characters are quoted.
package func shellLine(_ program: String, _ words: [String]) -> String {
    ([program] + words.map(shellQuoted)).joined(separator: " ")
}

/// A word as it is typed in a POSIX shell.
package func shellQuoted(_ word: String) -> String {
    let isSafe =
        !word.isEmpty
        && word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic
                    || "0123456789_@%+=:,./-".unicodeScalars.contains(scalar))
        }
    return isSafe ? word : "'\(word.replacing("'", with: "'\\''"))'"
}
