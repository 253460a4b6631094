import DailiesDrawing
import DailiesMedia
import DailiesMediaTime

/// Paints the frames of a clip: scenery and slate, and a white corner that flashes on every whole
/// second.
///
/// Only a corner: a whole white picture would be a defect, which verification notices.
///
/// A clip with a start picture shows it unchanged as its first frame, and pans over it until the
/// first scene ends.
struct ClipPainter: Sendable {
    private let spec: ClipSpec
    private let slate: Slate
    private let scenes: [Scene]
    private let start: StillPicture?
    private let end: StillPicture?

    private struct Scene {
        let start: Int
        let scenery: Scenery
        let lines: [[Unicode.Scalar]]
    }

    /// The movement of the pan in pixels a frame.
    private static let pan = 4
    /// The picture's width and height are so many times those of the corner that flashes.
    private static let corner = 8
    /// The number of the frame that a frozen clip repeats, between two flashes.
    private static let frozenFrame = 12

    /// Composes the scenes and decodes the pictures.
    init(_ spec: ClipSpec) throws(MediaError) {
        self.spec = spec
        let slate = Slate(
            spec.labels, width: spec.frameSize.width, frameHeight: spec.frameSize.height)
        self.slate = slate
        scenes = zip(spec.scenes, spec.sceneStarts).map { scene, start in
            Scene(
                start: start,
                scenery: Scenery(
                    scene.prompt, width: spec.frameSize.width,
                    height: spec.frameSize.height - slate.height),
                lines: slate.lines(of: scene.prompt))
        }
        start = try spec.startPicture.map { (picture) throws(MediaError) in
            try StillPicture(picture, fitting: spec.frameSize)
        }
        end = try spec.endPicture.map { (picture) throws(MediaError) in
            try StillPicture(picture, fitting: spec.frameSize)
        }
    }

    /// Whether a frame is a flash at a whole second; the last frame never is, since another clip may
    /// begin with it.
    private func isFlash(_ frame: Int) -> Bool {
        frame.isMultiple(of: spec.framesPerSecond) && frame != spec.frameCount - 1
    }

    /// Paints one frame.
    func paint(_ picture: borrowing Frame, frame: Int) {
        let frame = spec.defect == .frozen ? Self.frozenFrame : frame
        Canvas.paint(picture) { canvas in
            if spec.defect == .black {
                fill(canvas, .black)
            } else if frame == 0, let start {
                start.paint(canvas, shift: 0)
            } else if frame == spec.frameCount - 1, let end {
                end.paint(canvas, shift: 0)
            } else {
                paintScene(canvas, frame: frame)
                if isFlash(frame) {
                    canvas.fill(
                        x: 0, y: 0, width: canvas.width / Self.corner,
                        height: canvas.height / Self.corner, .white)
                }
            }
        }
    }

    private func fill(_ canvas: Canvas, _ colour: Colour) {
        for row in 0..<canvas.height { canvas.fill(row: row, colour) }
    }

    private func paintScene(_ canvas: Canvas, frame: Int) {
        guard let scene = scenes.last(where: { $0.start <= frame }) else { return }
        if let start, scene.start == 0 {
            start.paint(canvas, shift: frame * Self.pan)
        } else {
            scene.scenery.paint(canvas, frame: frame - scene.start)
        }
        slate.paint(canvas, prompt: scene.lines, frame: frame, accent: scene.scenery.accent)
    }
}
