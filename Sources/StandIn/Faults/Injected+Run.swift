extension Injected {
    /// What they decide about a run when it is accepted.
    var fate: Run.Fate {
        var fate = Run.Fate()
        fate.isEndless = self[.endless] != nil
        fate.failure = (self[.failed] ?? self[.moderation]).map(Run.Failure.injected)
        if let price = self[.price] { fate.priceFactor = Double(price["factor"] ?? "2") ?? 2 }
        return fate
    }

    /// An order with the material that was asked for spoilt.
    func spoiling(_ order: ClipOrder) -> ClipOrder {
        var order = order
        for fault in faults {
            switch fault.name {
            case .short: order.shorten(to: fault.integer("seconds"))
            case .mute: order.hasSound = false
            case .unwantedSound: order.hasSound = true
            case .wrongShape: order.changeShape()
            case .wrongRate: order.framesPerSecond = fault.integer("rate") == 25 ? 25 : 30
            case .silent: order.flaw = .silent
            case .truncated: order.flaw = .truncated
            case .corrupt: order.flaw = .corrupt
            case .black: order.flaw = .black
            case .frozen: order.flaw = .frozen
            default: break
            }
        }
        return order
    }
}

extension ClipOrder {
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
    fileprivate mutating func changeShape() {
        let edge = min(shape.width, shape.height)
        let isSquare = shape.width == shape.height
        shape = Shape(width: isSquare ? edge / 4 * 2 : edge, height: edge)
    }
}
