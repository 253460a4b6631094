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
        var shapes: [Shape] = []
        // A run follows the one whose last picture it starts with.
        var known: [String: Shape] = [:]
        for run in runs {
            let source = run.startsFrom.flatMap { known[$0] }
            guard let shape = shape(of: run, after: source) else { continue }
            known[run.name] = shape
            shapes.append(shape)
        }
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
    ///
    /// - Parameter source: the shape of the run whose last picture it starts with.
    private func shape(of run: PlannedRun, after source: Shape?) -> Shape? {
        let delivers = models[run.model]?.delivers.pictureShape ?? .unknown
        if let size = run.startSize, size.height > 0,
            delivers == .kept || run.request.aspectRatio == nil && delivers == .unknown
        {
            return Shape(
                run: run, value: Double(size.width) / Double(size.height), text: "\(size)",
                isStartPicture: true, isPossible: delivers == .unknown)
        }
        if let source, run.startSize == nil,
            delivers == .kept || run.request.aspectRatio == nil && delivers == .unknown
        {
            return Shape(
                run: run, value: source.value, text: source.text, isStartPicture: true,
                isPossible: source.isPossible || delivers == .unknown)
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
