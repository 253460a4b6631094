package import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesVerification

extension DailiesReport {
    /// The content of `report.json`: money in US dollars as decimal strings, times in seconds.
    package var json: JSONValue {
        [
            "schema": .string(Self.schema),
            "title": .string(title),
            "provider": .string(providers.first ?? ""),
            "providers": .array(providers.map(JSONValue.string)),
            "rehearsal": .bool(isRehearsal),
            "session": .string(session.rawValue),
            "writtenAt": .string(writtenAt),
            "shots": .array(shots.map(\.json)),
            "film": film?.json ?? .null,
            "partialFilm": partialFilm?.json ?? .null,
            "disclosure": (film ?? partialFilm)?.disclosure?.json ?? .null,
            "leftovers": .array(leftovers.map(\.json)),
            "claims": .array(claims.map(\.json)),
            "joinedFiles": .object(joinedFiles.mapValues(JSONValue.string)),
            "filmProblem": .optional(filmProblem),
            "money": [
                "quote": money.quote.json,
                "reserved": .string(money.reserved.decimal),
                "settled": .string(money.settled.decimal),
                "drift": .string(money.drift.decimal),
                "counted": .string(money.counted.decimal),
                "tonight": money.tonight.json,
                "failed": money.failed.json,
                "toFinish": money.toFinish.json,
                "overbilled": .array(
                    money.overbilled.map {
                        [
                            "take": .string($0.take), "cost": .string($0.cost.decimal),
                            "quote": .string($0.quote.decimal),
                        ]
                    }),
            ],
            "tasks": .array(tasks.map(\.json)),
            "sessions": .array(sessions.map(\.json)),
        ]
    }
}

extension DailiesReport.TaskEntry {
    /// The task as in `report.json` and in the answer of `status`.
    package var json: JSONValue {
        [
            "title": .string(title), "advice": .optional(advice),
            "groups": .array(
                groups.map { group in
                    [
                        "reason": .optional(group.reason),
                        "subjects": .array(group.subjects.map { .string($0.name) }),
                    ]
                }),
            "commands": .array(commands.map(JSONValue.string)),
        ]
    }
}

extension DailiesReport.SessionEntry {
    fileprivate var json: JSONValue {
        [
            "began": .string(beganAt), "ended": .optional(endedAt), "outcome": .string(outcome),
            "runs": .integer(runs), "takes": .integer(takes), "settled": .string(settled.decimal),
            "reserved": .string(reserved.decimal),
        ]
    }
}

extension DailiesReport.RunEntry {
    fileprivate var json: JSONValue {
        [
            "take": .string(take), "provider": .string(provider), "run": .optional(runID),
            "state": .string(state), "reason": .optional(reason), "cost": .optional(cost?.decimal),
        ]
    }
}

extension DailiesReport.ShotEntry {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "scene": .optional(scene), "note": .optional(note),
            "caption": .optional(caption),
            "summary": .string(summary), "duration": .integer(duration),
            "parts": .array(parts.map(\.json)), "file": .optional(file),
        ]
    }
}

extension DailiesReport.PartEntry {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "part": .optional(part), "model": .string(model),
            "provider": .string(provider),
            "refusal": .optional(refusal), "request": request.json, "quote": quote.json,
            "accepted": .bool(isAccepted), "problem": .optional(problem),
            "takes": .array(takes.map(\.json)), "obstacle": .optional(obstacle?.rawValue),
            "cap": .optional(cap), "countedTakes": .integer(countedTakes),
            "runs": .array(runs.map(\.json)),
        ]
    }
}

extension DailiesReport.TakeEntry {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "provider": .string(provider), "file": .string(file),
            "bytes": .integer(Int(bytes)),
            "sha256": .string(sha256), "verdict": .optional(verdict?.rawValue),
            "verification": verification.map { JSONValue(encoding: $0) } ?? .null,
            "measurement": measurement.map { JSONValue(encoding: $0) } ?? .null,
            "delivery": delivery.json,
            "cost": .optional(cost?.decimal), "circled": .bool(isCircled),
            "run": .optional(runID), "submitted": .optional(submittedAt),
            "strip": .optional(strip?.file),
            "earlierRequest": earlierRequest?.json ?? .null,
        ]
    }
}

extension DailiesReport.FilmEntry {
    /// The film as in `report.json`; what it says about its origin stands beside it there.
    package var json: JSONValue {
        [
            "file": .string(file), "duration": .number(duration.seconds),
            "frames": .integer(frames), "frameRate": .string("\(frameRate)"),
            "frameSize": .optional(frameSize.map { "\($0)" }),
            "bytes": .integer(Int(bytes)),
            "clips": .array(
                clips.map { clip in
                    [
                        "take": .string(clip.take), "slate": .bool(clip.isSlate),
                        "start": .number(clip.start.seconds),
                        "duration": .number(clip.duration.seconds),
                        "continues": .bool(clip.continues), "dissolve": .integer(clip.dissolve),
                        "encodedFrames": .integer(clip.encodedFrames),
                        "conformReasons": .array(clip.conformReasons.map(JSONValue.string)),
                    ]
                }),
            "warnings": .array(warnings.map { .string($0) }),
            "seams": .array(
                seams.map { seam in
                    [
                        "time": .number(seam.time.seconds), "before": .number(seam.before),
                        "after": .number(seam.after),
                    ]
                }),
        ]
    }
}

extension DailiesReport.ClaimEntry {
    /// The claim as in `report.json` and in the answer of `status`.
    package var json: JSONValue {
        [
            "take": .string(take), "provider": .string(provider), "run": .string(runID),
            "submitted": .string(submittedAt), "amount": .string(amount.decimal),
            "costIsKnown": .bool(isCostKnown), "reason": .string(reason),
        ]
    }
}

extension DailiesReport.LeftoverEntry {
    fileprivate var json: JSONValue {
        [
            "take": .string(take), "provider": .string(provider), "run": .optional(runID),
            "problem": .optional(problem), "file": .optional(file),
            "cost": .optional(cost?.decimal), "obstacle": .optional(obstacle?.rawValue),
        ]
    }
}
