extension InjectedFaults {
    /// What they decide about a run when it is accepted.
    var behaviour: Run.Behaviour {
        var behaviour = Run.Behaviour()
        behaviour.isEndless = self[.endless] != nil
        behaviour.failure = (self[.failed] ?? self[.moderation]).map(Run.Failure.injected)
        if let price = self[.price] { behaviour.priceFactor = Double(price["factor"] ?? "2") ?? 2 }
        return behaviour
    }

    /// An order with the material that was asked for spoilt.
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
    /// As if less had been asked for: a second less, or so many seconds.
    fileprivate mutating func shorten(to wanted: Int?) {
        var rest = max(1, wanted ?? seconds - 1)
        scenes = scenes.compactMap { scene in
            let length = min(scene.seconds, rest)
            rest -= length
            return length > 0 ? Scene(prompt: scene.prompt, seconds: length) : nil
        }
    }

    /// Makes a square of anything else, and something else of a square.
    fileprivate mutating func changeAspectRatio() {
        let edge = min(frameSize.width, frameSize.height)
        let isSquare = frameSize.width == frameSize.height
        frameSize = FrameSize(width: isSquare ? edge / 4 * 2 : edge, height: edge)
    }
}
