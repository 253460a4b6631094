import DailiesContainer

/// Says why a file can't be measured.
enum FileTypeSniffer {
    /// Explains why libav could not open a file.
    static func explain(_ file: FileBytes) -> MeasurementError {
        let kind = FileKind.explain(file)
        let code: MeasurementError.Code =
            switch kind.fault {
            case .empty: .empty
            case .notMedia: .notMedia
            case .truncated: .truncated
            case .damaged: .damaged
            }
        return MeasurementError(code: code, message: kind.message)
    }
}
