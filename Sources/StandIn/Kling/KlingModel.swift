import DailiesMediaTime

/// A model of the Kling 3.0 family.
struct KlingModel: Hashable, Sendable {
    let tier: Tier
    let task: Task

    /// The tier, which determines the frame size and the price.
    enum Tier: String, CaseIterable, Sendable {
        case pro
        case standard
    }

    /// The task, which determines the kind of input.
    enum Task: String, CaseIterable, Sendable {
        case text = "text-to-video"
        case image = "image-to-video"
    }

    /// The allowed values of `aspect_ratio` for text-to-video.
    static let aspectRatios = ["16:9", "9:16", "1:1"]

    private static let all = Tier.allCases.flatMap { tier in
        Task.allCases.map { KlingModel(tier: tier, task: $0) }
    }

    private init(tier: Tier, task: Task) {
        self.tier = tier
        self.task = task
    }

    /// Finds a model by a provider's name for it; `nil` if there is none.
    init?(named name: String, _ naming: (_ tier: String, _ task: String) -> String) {
        guard
            let model = Self.all.first(where: { naming($0.tier.rawValue, $0.task.rawValue) == name }
            )
        else { return nil }
        self = model
    }

    /// The frame size for an aspect ratio.
    func frameSize(_ aspectRatio: String) -> FrameSize {
        let (long, short, edge) = tier == .pro ? (1920, 1080, 1440) : (1280, 720, 960)
        return switch aspectRatio {
        case "9:16": FrameSize(width: short, height: long)
        case "1:1": FrameSize(width: edge, height: edge)
        default: FrameSize(width: long, height: short)
        }
    }

    /// The frame size of a clip with a start picture: the aspect ratio of the picture, about as many
    /// pixels as the model's 16:9 frame, even width and height.
    func frameSize(following picture: FrameSize) -> FrameSize {
        let wide = frameSize("16:9")
        let area = Double(wide.width * wide.height)
        let height = (area * Double(picture.height) / Double(picture.width)).squareRoot()
        let width = area / height
        return FrameSize(
            width: Int((width / 2).rounded()) * 2, height: Int((height / 2).rounded()) * 2)
    }

    /// The price of a second, in thousandths of a US dollar.
    func price(hasSound: Bool) -> Int {
        switch tier {
        case .pro: hasSound ? 168 : 112
        case .standard: hasSound ? 126 : 84
        }
    }
}
