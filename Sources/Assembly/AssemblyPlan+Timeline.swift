public import DailiesMediaTime

extension AssemblyPlan {
    /// The film as an editor sees it.
    ///
    /// - Parameter names: what the clips are called, in film order; their files' names otherwise.
    public func timeline(title: String, names: [String] = []) -> FilmTimeline {
        FilmTimeline(
            title: title, frameRate: frameRate,
            clips: placements.enumerated().map { index, placement in
                let file = placement.clip.path.split(separator: "/").last.map(String.init)
                return FilmTimeline.Clip(
                    path: placement.clip.path,
                    name: index < names.count ? names[index] : file ?? placement.clip.path,
                    available: TimeRange(start: .zero, duration: placement.clip.duration),
                    source: TimeRange(start: .zero, duration: range(of: placement).duration),
                    film: range(of: placement),
                    hasSound: placement.clip.sound != nil)
            })
    }
}
