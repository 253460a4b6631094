import DailiesMediaTime

/// Collects time ranges from the start and end times that a filter reports.
struct TimeRangeCollector {
    private var list: [TimeRange] = []
    private var open: MediaTime?

    mutating func add(_ start: MediaTime?, _ end: MediaTime?) {
        // Some filters report a range only when it ends, with both times.
        if open == nil, let start, let end, start < end {
            list.append(TimeRange(start: start, end: end))
            return
        }
        if let end, let start = open {
            list.append(TimeRange(start: start, end: end))
            open = nil
        }
        if let start { open = start }
    }

    mutating func end(at end: MediaTime) -> [TimeRange] {
        defer { self = TimeRangeCollector() }
        return list + (open.map { [TimeRange(start: $0, end: end)] } ?? [])
    }
}
