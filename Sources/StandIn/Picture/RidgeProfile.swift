import Foundation

/// The outline of land against the sky: heights with a period of `period` columns.
enum RidgeProfile: CaseIterable, Sendable {
    case hills
    case peaks
    case skyline

    /// A random height from 0 (low) to 1 (high) for each column.
    ///
    /// All waves have a whole number of cycles in the period, so that its ends match.
    func heights(period: Int, generator: inout SplitMix64) -> [Double] {
        switch self {
        case .hills:
            let waves = waves([(0.6, 2...4), (0.3, 5...8), (0.1, 11...19)], &generator)
            return (0..<period).map { column in
                waves.reduce(0) { sum, wave in
                    let turn = wave.turns(at: column, of: period)
                    return sum + wave.weight * (0.5 + 0.5 * sin(2 * .pi * turn))
                }
            }
        case .peaks:
            let waves = waves([(0.55, 3...6), (0.3, 8...13), (0.15, 23...41)], &generator)
            return (0..<period).map { column in
                waves.reduce(0) { sum, wave in
                    let turn = wave.turns(at: column, of: period)
                    let saw = turn - turn.rounded(.down)
                    return sum + wave.weight * (1 - abs(2 * saw - 1))
                }
            }
        case .skyline:
            return blocks(period: period, generator: &generator)
        }
    }

    private struct Wave {
        let weight: Double
        let cycles: Int
        let phase: Double

        func turns(at column: Int, of period: Int) -> Double {
            Double(column * cycles) / Double(period) + phase
        }
    }

    private func waves(_ kinds: [(Double, ClosedRange<Int>)], _ generator: inout SplitMix64)
        -> [Wave]
    {
        kinds.map { weight, cycles in
            Wave(weight: weight, cycles: generator.whole(cycles), phase: generator.number(0...1))
        }
    }

    private func blocks(period: Int, generator: inout SplitMix64) -> [Double] {
        var heights: [Double] = []
        heights.reserveCapacity(period)
        while heights.count < period {
            let tall = generator.whole(0...4) == 0
            let height = generator.number(tall ? 0.7...1 : 0.1...0.55)
            let width = min(generator.whole(tall ? 14...30 : 20...64) * 2, period - heights.count)
            heights.append(contentsOf: repeatElement(height, count: width))
        }
        return heights
    }
}
