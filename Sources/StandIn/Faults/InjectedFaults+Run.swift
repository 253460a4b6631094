import DailiesMediaTime

extension InjectedFaults {
    /// How they change a run when it is accepted.
    var behaviour: Run.Behaviour {
        var behaviour = Run.Behaviour()
        behaviour.isEndless = self[.endless] != nil
        behaviour.failure = (self[.failed] ?? self[.moderation]).map(Run.Failure.injected)
        if let price = self[.price] { behaviour.priceFactor = Double(price["factor"] ?? "2") ?? 2 }
        return behaviour
    }

    /// The specification of a clip with the defects that they ask for.
    func applied(to spec: ClipSpec) -> ClipSpec {
        var spec = spec
        for fault in faults {
            switch fault.name {
            case .short: spec.shorten(to: fault.integer("seconds"))
            case .mute: spec.hasSound = false
            case .unwantedSound: spec.hasSound = true
            case .wrongShape: spec.changeAspectRatio()
            case .wrongRate: spec.framesPerSecond = fault.integer("rate") == 25 ? 25 : 30
            case .silent: spec.defect = .silent
            case .truncated: spec.defect = .truncated
            case .corrupt: spec.defect = .corrupt
            case .black: spec.defect = .black
            case .frozen: spec.defect = .frozen
            default: break
            }
        }
        return spec
    }
}

extension ClipSpec {
    /// Shortens the clip to so many seconds, or by one second.
    fileprivate mutating func shorten(to wanted: Int?) {
        var rest = max(1, wanted ?? seconds - 1)
        scenes = scenes.compactMap { scene in
            let length = min(scene.seconds, rest)
            rest -= length
            return length > 0 ? Scene(prompt: scene.prompt, seconds: length) : nil
        }
    }

    /// Makes the frame square or, if it is square already, half as wide.
    fileprivate mutating func changeAspectRatio() {
        let edge = min(frameSize.width, frameSize.height)
        let isSquare = frameSize.width == frameSize.height
        frameSize = FrameSize(width: isSquare ? edge / 4 * 2 : edge, height: edge)
    }
}
