import DailiesJSON
import DailiesMediaTime
package import DailiesShotList
import Foundation

/// Turns a shot list into planned runs.
package struct Planner: Sendable {
    private let prices: PriceBook
    private let allowsUnpriced: Bool

    /// - Parameter allowsUnpriced: whether runs without a price are planned, although no cap counts
    ///   them before the provider reports their cost.
    package init(prices: PriceBook, allowsUnpriced: Bool = false) {
        self.prices = prices
        self.allowsUnpriced = allowsUnpriced
    }

    /// Plans every shot.
    ///
    /// - Parameter files: the files that the list names, by the path in the list. A path without an
    ///   entry is skipped: reading the file has already reported a problem.
    /// - Returns: the plan, or `nil` and all problems.
    package func plan(
        _ list: ShotList, files: [String: ListedFile] = [:]
    ) -> (plan: Plan?, problems: [ListProblem]) {
        let files = Dictionary(
            files.map { (RequestMedia(.file($0.key)), $0.value) },
            uniquingKeysWith: { first, _ in first })
        let contents = files.mapValues(\.sha256)
        var problems = mediaProblems(list, files)
        let models = Dictionary(
            list.shots.map { ($0.model.id, $0.model) }, uniquingKeysWith: { first, _ in first })
        for id in models.keys.sorted() {
            problems += prices.problems(model: id).map {
                ListProblem("its prices can't be read: \($0)")
            }
        }
        var shots: [Plan.PlannedShot] = []
        for shot in list.shots {
            let planned = runs(of: shot, after: shots.last?.runs.last, files, contents)
            problems += planned.problems
            shots.append(Plan.PlannedShot(shot: shot, runs: planned.runs))
        }
        problems += dissolveProblems(list.film, shots)
        guard problems.isEmpty else { return (nil, problems) }
        let plan = Plan(
            title: list.title, film: list.film, models: models, shots: shots, files: files,
            pricesDate: pricesDate(of: shots))
        return (plan, [])
    }

    /// The shots that are too short for the dissolves at their beginning and end.
    private func dissolveProblems(
        _ film: ListedFilm, _ shots: [Plan.PlannedShot]
    ) -> [ListProblem] {
        guard let dissolve = film.transition?.frames, dissolve > 0 else { return [] }
        return shots.indices.flatMap { index -> [ListProblem] in
            let runs = shots[index].runs
            return runs.indices.compactMap { part in
                let begins = part == 0 && index > 0
                let ends = part == runs.count - 1 && index < shots.count - 1
                let needed = (begins ? dissolve : 0) + (ends ? dissolve : 0)
                let rate = film.frameRate ?? shots[index].shot.model.delivers.usualRate
                let frames = rate.frames(in: MediaTime(seconds: runs[part].request.seconds))
                guard needed > 0, frames <= needed else { return nil }
                return ListProblem(
                    shot: shots[index].shot.id, field: "duration",
                    "\(runs[part].name) has about \(frames) frames, and the film's dissolves take "
                        + "\(needed) of them",
                    "make it longer, or the transition shorter")
            }
        }
    }

    /// The date of the oldest price; empty if no run has one.
    private func pricesDate(of shots: [Plan.PlannedShot]) -> String {
        shots.flatMap(\.runs).flatMap(\.candidates).compactMap {
            prices.entry(provider: $0.provider, model: $0.model)?.date
        }.min() ?? ""
    }

    /// The run or the parts of a shot, and why there are none.
    ///
    /// - Parameters:
    ///   - last: the run before the shot.
    ///   - contents: the SHA-256 of each file.
    private func runs(
        of shot: Shot, after last: PlannedRun?, _ files: [RequestMedia: ListedFile],
        _ contents: [RequestMedia: String]
    ) -> (runs: [PlannedRun], problems: [ListProblem]) {
        let allowed = shot.model.asks.durations(at: shot.resolution)
        guard let durations = PartDurations.split(shot.duration, into: allowed) else {
            let problem = ListProblem(
                shot: shot.id, field: "duration",
                "\(shot.duration) s isn't possible: a run of \(shot.model.name) lasts \(allowed) s"
                    + PartDurations.advice(insteadOf: shot.duration, from: allowed))
            return ([], [problem])
        }
        var runs: [PlannedRun] = []
        for index in durations.indices {
            let previous = runs.last ?? last
            var candidates: [PlannedRun] = []
            for source in [shot] + shot.alternatives {
                guard
                    let run = run(source, index, of: durations, after: previous, files, contents)
                else { return (runs, [priceProblem(source)]) }
                candidates.append(run)
            }
            guard let run = candidates.first else { break }
            runs.append(run.followed(by: Array(candidates.dropFirst())))
        }
        return (runs, [])
    }

    private func priceProblem(_ shot: Shot) -> ListProblem {
        let isListed = prices.entry(provider: shot.provider, model: shot.model.id) != nil
        return ListProblem(
            shot: shot.id,
            "there is no price for \(shot.model.name) at \(shot.provider)"
                + (isListed ? ", with its sound, resolution and duration," : "")
                + " in the price books",
            "add one, or buy without knowing the price with "
                + "--allow-unpriced")
    }

    /// One run of a shot; `nil` if the price book has no price for it.
    private func run(
        _ shot: Shot, _ index: Int, of durations: [Int], after previous: PlannedRun?,
        _ files: [RequestMedia: ListedFile], _ contents: [RequestMedia: String]
    ) -> PlannedRun? {
        let quote = prices.quote(
            provider: shot.provider, model: shot.model.id, seconds: durations[index],
            sound: shot.sound, resolution: shot.resolution)
        guard let quote = quote ?? (allowsUnpriced ? .unpriced : nil) else { return nil }
        let start = startPicture(shot, isFirst: index == 0, after: previous, files)
        var request = RunRequest(
            shot, seconds: durations[index], start: start?.media,
            isLast: index == durations.count - 1)
        guard let target = shot.host.flatMap({ request.endpoint(at: $0) }) else { return nil }
        request.aspectRatio =
            target.asksAspectRatio
            ? shot.aspectRatio ?? Self.shape(of: start?.size, among: shot.model.asks.aspectRatios)
            : nil
        let endpoint = target.address
        return PlannedRun(
            shot: shot.id,
            part: durations.count > 1 ? Shot.partNames[index] : nil,
            provider: shot.provider,
            model: shot.model.id,
            endpoint: endpoint,
            request: request,
            metadata: shot.metadata,
            startsFrom: start?.run?.name,
            startSize: start?.size,
            // A last picture whose take doesn't exist yet is identified by the digest of the run that
            // will make it.
            digest: PlannedRun.digest(
                provider: shot.provider, endpoint: endpoint, request: request, contents: contents,
                lastPicture: start?.run?.digest),
            quote: quote)
    }

    /// The aspect ratio that is nearest to that of a start picture; `nil` if the picture's size isn't
    /// known.
    private static func shape(of size: FrameSize?, among ratios: [String]) -> String? {
        guard let size, size.height > 0 else { return nil }
        let wanted = Double(size.width) / Double(size.height)
        func distance(_ ratio: String) -> Double {
            let sides = ratio.split(separator: ":").compactMap { Double($0) }
            guard sides.count == 2, sides[0] > 0, sides[1] > 0 else { return .infinity }
            return abs(log(sides[0] / sides[1] / wanted))
        }
        return ratios.filter { distance($0).isFinite }.min { distance($0) < distance($1) }
    }

    /// The picture that a run starts with.
    private struct StartPicture {
        let media: RequestMedia
        /// The run whose last picture it is; `nil` for a picture from the list.
        var run: PlannedRun?
        /// The size in pixels; `nil` if it is unknown.
        var size: FrameSize?
    }

    private func startPicture(
        _ shot: Shot, isFirst: Bool, after previous: PlannedRun?,
        _ files: [RequestMedia: ListedFile]
    ) -> StartPicture? {
        switch shot.start {
        case .picture(let reference) where isFirst:
            let media = RequestMedia(reference)
            return StartPicture(media: media, size: files[media]?.size)
        case .previousShot where isFirst: return previous.map(Self.lastPicture)
        default: return !isFirst && shot.continuesParts ? previous.map(Self.lastPicture) : nil
        }
    }

    private static func lastPicture(of run: PlannedRun) -> StartPicture {
        StartPicture(media: .lastPicture(of: run.name), run: run)
    }

    /// The problems of files and data URIs that the list's shots refer to.
    private func mediaProblems(
        _ list: ShotList, _ files: [RequestMedia: ListedFile]
    ) -> [ListProblem] {
        list.shots.flatMap { shot -> [ListProblem] in
            let videos = Set(
                shot.elements.compactMap { element -> MediaReference? in
                    if case .video(let reference) = element.appearance { reference } else { nil }
                })
            return shot.references.flatMap { field, reference -> [ListProblem] in
                problems(of: reference, isVideo: videos.contains(reference), of: shot, files).map {
                    ListProblem(shot: shot.id, field: field, $0)
                }
            }
        }
    }

    private func problems(
        of reference: MediaReference, isVideo: Bool, of shot: Shot,
        _ files: [RequestMedia: ListedFile]
    ) -> [String] {
        let asks = shot.model.asks
        if case .address(let text) = reference, text.hasPrefix("data:"), !isVideo {
            return ListedFileRules.problems(ofDataURI: text, asks.picture)
        }
        guard case .file(let path) = reference, let file = files[RequestMedia(reference)] else {
            return []
        }
        var problems =
            isVideo
            ? asks.elements.map { ListedFileRules.problems(ofVideo: file, $0) } ?? []
            : ListedFileRules.problems(ofPicture: file, asks.picture)
        for source in [shot] + shot.alternatives {
            if let most = source.host?.uploadBytesMaximum, file.bytes > most {
                problems.append("\(source.provider) accepts files of at most \(most) bytes")
            }
        }
        return problems.map { "\(path): \($0)" }
    }
}
