internal import CDailiesFFmpegFilter
import Glibc

/// libavfilter, which is loaded when the first filter is made.
///
/// It isn't linked, because it depends on some thirty further libraries: without them, commands that use no
/// filter start faster, and sessions that wait for providers need less memory.
package enum FilterLibrary {
    /// The library can't be used.
    package struct Problem: Error, Sendable, CustomStringConvertible {
        /// What the loader says.
        let reason: String

        /// What is wrong, without the command that fixes it.
        package var problem: String { "libavfilter can't be loaded: \(reason)" }
        /// The command that fixes it.
        package static let fix = "apt-get install libavfilter8"

        package var description: String { "\(problem); install it: \(Self.fix)" }
    }

    /// The functions, which every filter calls.
    static let functions: Result<DailiesFilterFunctions, Problem> = Result { () throws(Problem) in
        try find(in: try open())
    }

    /// Loads the library before the first filter is made.
    package static func load() throws(Problem) { _ = try functions.get() }

    /// Checks that the library can be loaded and has the functions, and unloads it again.
    package static func check() throws(Problem) {
        let library = try open()
        defer { dlclose(library) }
        _ = try find(in: library)
    }

    /// The file's name, such as `libavfilter.so.8`.
    static var fileName: String { String(cString: dailies_filter_library()) }

    private static func open() throws(Problem) -> UnsafeMutableRawPointer {
        guard let library = dlopen(fileName, RTLD_LAZY | RTLD_LOCAL) else {
            throw Problem(reason: dlerror().map { String(cString: $0) } ?? fileName)
        }
        return library
    }

    private static func find(
        in library: UnsafeMutableRawPointer
    ) throws(Problem) -> DailiesFilterFunctions {
        let functions = withUnsafeTemporaryAllocation(
            of: DailiesFilterFunctions.self, capacity: 1
        ) { place in
            place.baseAddress.flatMap { dailies_find_filters(library, $0) ? $0.pointee : nil }
        }
        guard let functions else { throw Problem(reason: "\(fileName) lacks a function") }
        return functions
    }
}
