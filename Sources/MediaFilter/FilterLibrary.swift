internal import CDailiesFFmpegFilter

/// The functions of libavfilter, which is loaded when the first filter is made.
///
/// It brings more libraries with it than all others together: commands that use no filter start faster,
/// and sessions that wait for providers need less memory, because it isn't linked.
enum FilterLibrary {
    /// `nil` if the library isn't installed.
    static let functions = dailies_load_filters()?.pointee

    /// The file's name, such as `libavfilter.so.8`.
    static var fileName: String { String(cString: dailies_filter_library()) }
}
