/// One of the models of the Kling 3.0 family.
struct KlingModel: Hashable, Sendable {
    let tier: Tier
    let task: Task

    /// How fine the picture is.
    enum Tier: String, CaseIterable, Sendable {
        case pro
        case standard
    }

    /// What a clip is made from.
    enum Task: String, CaseIterable, Sendable {
        case text = "text-to-video"
        case image = "image-to-video"
    }

    /// The frame sizes of text-to-video, by what `aspect_ratio` says.
    static let aspectRatios = ["16:9", "9:16", "1:1"]

    private static let all = Tier.allCases.flatMap { tier in
        Task.allCases.map { KlingModel(tier: tier, task: $0) }
    }

    private init(tier: Tier, task: Task) {
        self.tier = tier
        self.task = task
    }

    /// Finds the model that a provider names in its way; `nil` where it is none.
    init?(named name: String, _ naming: (_ tier: String, _ task: String) -> String) {
        guard
            let model = Self.all.first(where: { naming($0.tier.rawValue, $0.task.rawValue) == name }
            )
        else { return nil }
        self = model
    }

    /// The frame size that belongs to an aspect ratio.
    func frameSize(_ aspectRatio: String) -> ClipSpec.FrameSize {
        let (long, short, edge) = tier == .pro ? (1920, 1080, 1440) : (1280, 720, 960)
        return switch aspectRatio {
        case "9:16": ClipSpec.FrameSize(width: short, height: long)
        case "1:1": ClipSpec.FrameSize(width: edge, height: edge)
        default: ClipSpec.FrameSize(width: long, height: short)
        }
    }

    /// The frame size of a clip that begins with a picture: the picture's shape, about as many
    /// pixels as the model has, even numbers.
    func frameSize(following picture: ClipSpec.FrameSize) -> ClipSpec.FrameSize {
        let wide = frameSize("16:9")
        let area = Double(wide.width * wide.height)
        let height = (area * Double(picture.height) / Double(picture.width)).squareRoot()
        let width = area / height
        return ClipSpec.FrameSize(
            width: Int((width / 2).rounded()) * 2, height: Int((height / 2).rounded()) * 2)
    }

    /// What a second costs, in thousandths of a dollar.
    func price(hasSound: Bool) -> Int {
        switch tier {
        case .pro: hasSound ? 168 : 112
        case .standard: hasSound ? 126 : 84
        }
    }
}
