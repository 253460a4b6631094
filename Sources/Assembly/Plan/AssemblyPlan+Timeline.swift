package import DailiesMediaTime

extension AssemblyPlan {
    /// The film as a timeline for editing programs.
    ///
    /// - Parameters:
    ///   - names: the clips' names, in film order; by default their file names.
    ///   - folder: clips inside this folder get paths relative to it, so that it can be moved.
    package func timeline(
        title: String, names: [String] = [], relativeTo folder: String? = nil
    ) -> FilmTimeline {
        let root = folder.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        return FilmTimeline(
            title: title, frameRate: frameRate,
            clips: placements.enumerated().map { index, placement in
                let file = placement.clip.path.split(separator: "/").last.map(String.init)
                let path = placement.clip.path
                let isInside = root.map { path.hasPrefix($0) } ?? false
                return FilmTimeline.Clip(
                    path: isInside ? String(path.dropFirst(root?.count ?? 0)) : path,
                    name: index < names.count ? names[index] : file ?? placement.clip.path,
                    available: TimeRange(start: .zero, duration: placement.clip.duration),
                    source: TimeRange(start: .zero, duration: range(of: placement).duration),
                    film: range(of: placement),
                    hasSound: placement.clip.sound != nil)
            })
    }
}
