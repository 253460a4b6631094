import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

/// Films with a clip whose index is damaged: each is refused or joined right.
///
/// ffmpeg and ffprobe are the witnesses: the film decodes without a message, and shows as many
/// frames of the damaged clip as ffprobe counts in it.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct IndexMutationTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The boxes that say how a clip is shown; changes there make another clip.
    private static let presentation: Set<String> = ["edts", "elst", "tkhd", "mvhd"]

    @Test(arguments: MutationBase.allCases.filter { $0 != .hevc })
    func aClipWithADamagedIndexIsRefusedOrJoinedRight(_ base: MutationBase) throws {
        var whole = try base.film()
        if base == .trimmed { Self.shorten(&whole) }
        let boxes = NestedBoxes(whole)
        let neighbour = try folder.write(MutationBase.inFront.film(), as: "neighbour.mp4")
        let original = try DecodedClip(folder.write(whole, as: "whole.mp4"))
        var chance = SeededGenerator(seed: 13)
        var joined = 0
        for number in 0..<max(20, MutationCount.all / 250) {
            let mutation = Mutation.picked(&chance)
            let damaged = mutation.applied(to: whole, boxes, &chance)
            let clip = try folder.write(damaged, as: "damaged.mp4")
            let film = folder.file("film.mp4")
            do {
                let plan = try Assembler().plan([neighbour, clip, neighbour])
                try Assembler().perform(plan, to: film, overwrite: true)
            } catch {
                // It throws `AssemblyError` only.
                continue
            }
            joined += 1
            let what = "\(base) \(number): \(mutation)"
            #expect(try FFmpegProgram.warnings(decoding: film) == "", "\(what)")
            let decoded = try DecodedClip(film)
            let middle = Array(decoded.numbers.dropFirst(6).dropLast(6))
            if middle == original.numbers { continue }
            // Anything else has to be what the clip itself now says.
            #expect(changes(whole, damaged, boxes).isSubset(of: Self.presentation), "\(what)")
            let shown = try FFmpegProgram.pictureCount(of: clip)
            #expect(abs(middle.count - shown) <= 1, "\(what): \(middle) of \(shown)")
        }
        print("\(base): \(joined) joined")
    }

    /// Ends the edits of a clip, which start 1024 units late, with the last frame.
    private static func shorten(_ film: inout Data) {
        let boxes = NestedBoxes(film)
        // The movie has 1000 units a second, the picture 12,288 and the sound 48,000.
        for ((list, header), milliseconds) in zip(
            zip(boxes.all("elst"), boxes.all("tkhd")), [83, 21] as [UInt32])
        {
            for place in [list.payload.lowerBound + 8, header.payload.lowerBound + 20] {
                film.put(film.number(at: place) - milliseconds, at: place)
            }
        }
    }

    /// The types of the boxes with changed bytes.
    private func changes(_ whole: Data, _ damaged: Data, _ boxes: NestedBoxes) -> Set<String> {
        guard whole.count == damaged.count else { return ["size"] }
        return Set(
            whole.indices.filter { whole[$0] != damaged[$0] }.map { place in
                boxes.list.last { $0.payload.contains(place) }?.type ?? "header"
            })
    }
}

extension FFmpegProgram {
    /// The number of pictures of a file that ffprobe decodes.
    fileprivate static func pictureCount(of path: String) throws -> Int {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffprobe")
        process.arguments = [
            "-v", "quiet", "-count_frames", "-select_streams", "v:0", "-show_entries",
            "stream=nb_read_frames", "-of", "csv=p=0", path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let written = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        let text = String(decoding: written ?? Data(), as: UTF8.self)
        return Int(text.prefix { $0.isNumber }) ?? -1
    }
}
