import DailiesPlanning
import DailiesReporting
import DailiesVerification

/// A run of the list, or one that the list doesn't need, that has no usable take.
struct TaskItem {
    /// The run's name, such as `020a`; for a run that is no longer in the list its take's name, such as
    /// `020a-t1`.
    let name: String
    /// The shot of the list; `nil` if the list doesn't have it.
    let shot: String?
    let obstacle: DailiesReport.Obstacle
    /// Why there is no take; `nil` if nothing is known.
    let problem: String?
    /// `nil` if the list doesn't need it.
    let part: DailiesReport.PartEntry?
    /// The take that a person can give up, because its file came damaged again and again, and what it then
    /// counts as paid; `nil` otherwise.
    let writeOff: (take: String, cost: Money)?

    /// Of runs that the list doesn't need, only what was paid for, or may have been, is to be done.
    private static let followed: Set<DailiesReport.Obstacle> = [
        .accountRefused, .unknownSubmit, .notDelivered, .underway,
    ]

    /// The runs of the list in film order, then the others.
    static func all(of report: DailiesReport) -> [TaskItem] {
        let listed = report.shots.flatMap { shot in
            shot.parts.compactMap { part in
                part.obstacle.map {
                    TaskItem(
                        name: part.name, shot: shot.id, obstacle: $0, problem: part.problem,
                        part: part,
                        writeOff: part.takes.last { $0.writeOff != nil }.flatMap { take in
                            take.writeOff.map { (take.name, $0) }
                        })
                }
            }
        }
        let leftovers = report.leftovers.compactMap { leftover in
            leftover.obstacle.map {
                TaskItem(
                    name: leftover.take, shot: nil, obstacle: $0, problem: leftover.problem,
                    part: nil, writeOff: leftover.writeOff.map { (leftover.take, $0) })
            }
        }
        return listed + leftovers.filter { followed.contains($0.obstacle) }
    }

    /// The take that the obstacle is about; `nil` if there is none.
    var take: DailiesReport.TakeEntry? {
        let takes = part?.takes.filter { $0.earlierRequest == nil } ?? []
        guard obstacle == .held || obstacle == .flagged else { return takes.last }
        return takes.first { $0.verification.map { TakeStanding($0) } == .held } ?? takes.last
    }

    /// Why there is no take, as briefly as it is known.
    var reason: String? {
        switch obstacle {
        case .rejected, .held, .flagged, .notDelivered:
            take?.verification?.checks.first { $0.result == .fail }?.message ?? problem
        case .failed, .moderated, .requestRefused: part?.runs.last?.reason ?? problem
        default: problem
        }
    }
}
