import DailiesMediaTime
package import DailiesShotList
import Foundation

// Which takes will have another shape than the film.
extension Plan {
    /// A run whose take will have, or may have, another shape than the film.
    package struct ShapeNote: Hashable, Sendable {
        /// The name of the run.
        package let run: String
        /// The aspect ratio or the size of the start picture, from which the take's shape follows.
        package let shape: String
        package let isStartPicture: Bool
        /// Whether the model may also deliver the film's shape: what becomes of a picture's isn't known.
        package let isPossible: Bool
        /// The film's size or aspect ratio.
        package let film: String
        package let fit: ListedFilm.Fit
    }

    /// Shapes whose quotient differs from 1 by less are shown without bars that anybody notices.
    private static let tolerance = 0.02

    /// The runs that don't have the film's shape: the one that the list names, or that of most seconds.
    package var shapeNotes: [ShapeNote] {
        let shapes = runs.compactMap { run in shape(of: run) }
        guard let film = filmShape(shapes) else { return [] }
        return shapes.filter { !Self.agree($0.value, film.value) }.map { shape in
            ShapeNote(
                run: shape.run.name, shape: shape.text, isStartPicture: shape.isStartPicture,
                isPossible: shape.isPossible, film: film.text, fit: self.film.fit ?? .pad)
        }
    }

    private struct Shape {
        let run: PlannedRun
        let value: Double
        let text: String
        var isStartPicture = false
        var isPossible = false
    }

    /// The shape that a run's take will have; `nil` if nothing is known of it.
    private func shape(of run: PlannedRun) -> Shape? {
        let delivers = models[run.model]?.delivers.pictureShape ?? .unknown
        if let size = run.startSize, size.height > 0,
            delivers == .kept || run.request.aspectRatio == nil && delivers == .unknown
        {
            return Shape(
                run: run, value: Double(size.width) / Double(size.height), text: "\(size)",
                isStartPicture: true, isPossible: delivers == .unknown)
        }
        if let name = run.startsFrom, run.startSize == nil,
            delivers == .kept || run.request.aspectRatio == nil && delivers == .unknown,
            let source = runs.first(where: { $0.name == name }), let before = shape(of: source)
        {
            return Shape(
                run: run, value: before.value, text: before.text, isStartPicture: true,
                isPossible: before.isPossible || delivers == .unknown)
        }
        if run.request.aspectRatio == nil, run.request.start == nil,
            let size = models[run.model]?.delivers.frameSize(
                resolution: run.request.resolution, aspectRatio: nil), size.height > 0
        {
            return Shape(
                run: run, value: Double(size.width) / Double(size.height), text: "\(size)")
        }
        let sides = run.request.aspectRatio?.split(separator: ":").compactMap { Double($0) } ?? []
        guard sides.count == 2, sides[0] > 0, sides[1] > 0 else { return nil }
        return Shape(
            run: run, value: sides[0] / sides[1], text: run.request.aspectRatio ?? "")
    }

    private func filmShape(_ shapes: [Shape]) -> (value: Double, text: String)? {
        if let size = film.frameSize, size.height > 0 {
            return (Double(size.width) / Double(size.height), "\(size)")
        }
        func seconds(_ shape: Shape) -> Int {
            shapes.filter { Self.agree($0.value, shape.value) }.map(\.run.request.seconds)
                .reduce(0, +)
        }
        return shapes.max { seconds($0) < seconds($1) }.map { ($0.value, $0.text) }
    }

    private static func agree(_ one: Double, _ other: Double) -> Bool {
        abs(one / other - 1) < tolerance
    }
}

extension Plan.ShapeNote: CustomStringConvertible {
    package var description: String {
        let cause =
            isStartPicture
            ? "starts with a picture of \(shape), and its take \(isPossible ? "may have" : "has") that shape"
            : "is \(shape)"
        let result =
            switch fit {
            case .pad: "it gets black bars; \"fit\": \"crop\" or \"blur\" avoids them"
            case .blur: "it is shown in front of a blurred copy of itself"
            case .crop: "it is cropped"
            }
        return "\(run) \(cause): in the film of \(film) \(result)"
    }
}
