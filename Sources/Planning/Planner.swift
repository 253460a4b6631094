import DailiesJSON
package import DailiesShotList

/// Turns a shot list into the runs that must be bought.
package struct Planner: Sendable {
    private let prices: PriceBook

    package init(prices: PriceBook) { self.prices = prices }

    /// Plans every shot, or says everything that stands in the way.
    ///
    /// - Parameter files: the files that the list names, by the path that it names them with; one
    ///   that isn't there has a problem of its own already.
    package func plan(
        _ list: ShotList, files: [String: ListedFile] = [:]
    ) -> (plan: Plan?, problems: [ListProblem]) {
        var problems = fileProblems(list, files)
        var shots: [Plan.PlannedShot] = []
        for shot in list.shots {
            guard let lengths = PartLengths.split(shot.duration, into: list.model.durations) else {
                problems.append(
                    ListProblem(
                        shot: shot.id, field: "duration",
                        "\(shot.duration) s can't be cut into parts that \(list.model.name) makes"))
                continue
            }
            var runs: [PlannedRun] = []
            for index in lengths.indices {
                let previous = index == 0 ? shots.last?.runs.last : runs.last
                let run = run(
                    shot, index, of: lengths, after: previous, list, files)
                guard let run else {
                    problems.append(
                        ListProblem(
                            shot: shot.id,
                            "the price book of \(prices.date) has no price for \(list.model.name) at "
                                + "\(list.provider); add one to presets/prices"))
                    break
                }
                runs.append(run)
            }
            shots.append(Plan.PlannedShot(shot: shot, runs: runs))
        }
        guard problems.isEmpty else { return (nil, problems) }
        let plan = Plan(
            title: list.title, model: list.model, provider: list.provider, shots: shots,
            files: Dictionary(
                files.map { (RequestMedia(.file($0.key)), $0.value) },
                uniquingKeysWith: { first, _ in first }),
            pricesDate: prices.date)
        return (plan, [])
    }

    /// One run of a shot; `nil` where it has no price.
    private func run(
        _ shot: Shot, _ index: Int, of lengths: [Int], after previous: PlannedRun?,
        _ list: ShotList, _ files: [String: ListedFile]
    ) -> PlannedRun? {
        let quote = prices.quote(
            provider: list.provider, model: list.model.id, seconds: lengths[index],
            sound: shot.sound)
        guard let quote else { return nil }
        let start = start(shot, isFirst: index == 0, after: previous, files)
        let request = RunRequest(
            shot, seconds: lengths[index], start: start?.media, isLast: index == lengths.count - 1)
        let host = list.host
        let endpoint = (request.media.isEmpty ? host.textToVideo : host.imageToVideo).address
        var contents = Dictionary(
            files.map { (RequestMedia(.file($0.key)), $0.value.sha256) },
            uniquingKeysWith: { first, _ in first })
        // Until its take exists, a last picture is identified by the run that will make it.
        if let start, let run = start.run { contents[start.media] = run.digest }
        return PlannedRun(
            shot: shot.id,
            part: lengths.count > 1 ? Self.partName(index) : nil,
            provider: list.provider,
            model: list.model.id,
            endpoint: endpoint,
            request: request,
            metadata: shot.metadata,
            startsFrom: start?.run?.name,
            startSize: start?.size,
            digest: PlannedRun.digest(
                provider: list.provider, endpoint: endpoint, request: request, contents: contents),
            quote: quote)
    }

    /// What a run starts with.
    private struct Start {
        let media: RequestMedia
        /// The run whose last picture it is.
        var run: PlannedRun?
        var size: ModelProfile.FrameSize?
    }

    private func start(
        _ shot: Shot, isFirst: Bool, after previous: PlannedRun?, _ files: [String: ListedFile]
    ) -> Start? {
        switch shot.start {
        case .picture(let reference) where isFirst:
            var size: ModelProfile.FrameSize?
            if case .file(let path) = reference { size = files[path]?.size }
            return Start(media: RequestMedia(reference), size: size)
        case .previousShot where isFirst: return previous.map(Self.lastPicture)
        default: return !isFirst && shot.continuesParts ? previous.map(Self.lastPicture) : nil
        }
    }

    private static func lastPicture(of run: PlannedRun) -> Start {
        Start(media: .lastPicture(of: run.name), run: run)
    }

    private func fileProblems(
        _ list: ShotList, _ files: [String: ListedFile]
    ) -> [ListProblem] {
        list.shots.flatMap { shot -> [ListProblem] in
            let videos = Set(
                shot.elements.compactMap { element -> MediaReference? in
                    if case .video(let reference) = element.appearance { reference } else { nil }
                })
            return shot.references.flatMap { field, reference -> [ListProblem] in
                if case .address(let text) = reference, text.hasPrefix("data:"),
                    !videos.contains(reference)
                {
                    return ListedFileRules.flaws(ofInlinePicture: text, list.model.picture).map {
                        ListProblem(shot: shot.id, field: field, $0)
                    }
                }
                guard case .file(let path) = reference, let file = files[path] else { return [] }
                let flaws =
                    videos.contains(reference)
                    ? ListedFileRules.flaws(ofVideo: file, list.model.elements)
                    : ListedFileRules.flaws(ofPicture: file, list.model.picture)
                let isTooLarge = file.bytes > list.host.uploadBytesMaximum
                let burden =
                    isTooLarge
                    ? [
                        "\(list.provider) takes files of at most \(list.host.uploadBytesMaximum) bytes"
                    ]
                    : []
                return (flaws + burden).map {
                    ListProblem(shot: shot.id, field: field, "\(path): \($0)")
                }
            }
        }
    }

    private static func partName(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8(clamping: min(index, 25))))
    }
}
