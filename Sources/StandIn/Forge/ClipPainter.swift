import DailiesMedia

/// The picture of a clip: scenery and slate, and a white flash on every whole second.
struct ClipPainter: Sendable {
    private let slate: Slate
    private let scenes: [Scene]

    private struct Scene {
        let start: Int
        let scenery: Scenery
        let lines: [[Unicode.Scalar]]
    }

    init(_ order: ClipOrder) {
        let slate = Slate(
            order.labels, width: order.shape.width, frameHeight: order.shape.height)
        self.slate = slate
        scenes = zip(order.scenes, order.sceneStarts).map { scene, start in
            Scene(
                start: start,
                scenery: Scenery(
                    scene.prompt, width: order.shape.width,
                    height: order.shape.height - slate.height),
                lines: slate.lines(of: scene.prompt))
        }
    }

    /// Whether a frame is one of the flashes that mark the seconds.
    static func isFlash(_ frame: Int) -> Bool { frame.isMultiple(of: ClipOrder.framesPerSecond) }

    /// Paints every pixel of one frame.
    func paint(_ picture: borrowing Frame, frame: Int) {
        Canvas.paint(picture) { canvas in
            guard !Self.isFlash(frame) else {
                for row in 0..<canvas.height { canvas.fill(row: row, .white) }
                return
            }
            guard let scene = scenes.last(where: { $0.start <= frame }) else { return }
            scene.scenery.paint(canvas, frame: frame - scene.start)
            slate.paint(
                canvas, prompt: scene.lines, frame: frame, accent: scene.scenery.accent)
        }
    }
}
