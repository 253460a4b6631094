import DailiesBitstream
import DailiesContainer
import DailiesMedia
import DailiesMediaTime

/// Reads a finished film back before it gets its name: with libav and with a reader of our own.
struct FilmProof {
    let path: String
    let plan: AssemblyPlan
    let written: WrittenFilm

    /// - Throws: `AssemblyError.selfCheck` if the file differs from the plan.
    func check() throws {
        let demuxer = try Demuxer.open(path)
        guard let picture = demuxer.picture else {
            throw AssemblyError.selfCheck(expected: "a picture", found: "none")
        }
        try expect(plan.frameCount, picture.frameCountFromHeader, "frame count")
        try expect(plan.duration, picture.durationFromHeader, "picture duration")
        try expect(MediaTime.zero, picture.start, "start of the picture")
        try expect(plan.format.sound != nil, demuxer.sound != nil, "sound is present:")
        try checkPicture(picture)
        if let sound = demuxer.sound, let rate = plan.format.sound?.sampleRate {
            let asked = plan.sample(atFrame: plan.frameCount)
            try expect(asked, sound.durationFromHeader?.units(per: rate), "sound sample count")
            let digest = try Self.digest(of: try table(sound), in: path) { _, _ in }
            try expect(written.sound, digest, "digest of the sound")
        }
    }

    private func table(_ stream: StreamInfo) throws -> SampleTable {
        // `SampleTable` rejects an index with samples beyond the end of the file.
        guard let table = try SampleTable(FileBytes.open(path), track: stream.track) else {
            throw AssemblyError.selfCheck(
                expected: "an index whose samples all lie inside the file",
                found: "an unreadable one")
        }
        return table
    }

    /// Checks that every frame has its time, every segment begins with an IDR picture, and every
    /// packet is as it was written.
    private func checkPicture(_ picture: StreamInfo) throws {
        let table = try table(picture)
        try expect(plan.format.codec, picture.codec, "video codec")
        try expect(
            plan.format.picture.pixelShape,
            PixelShape(picture.pixelWidth, picture.pixelHeight), "pixel shape")
        // Another codec's configuration can look like one of H.264.
        let isH264 = plan.format.codec == "h264"
        let configuration = isH264 ? AVCConfiguration(picture.configuration) : nil
        guard configuration != nil || !isH264 else {
            throw AssemblyError.selfCheck(expected: "an H.264 configuration", found: "none")
        }
        let step = plan.frameRate.frameDuration
        for (place, time) in table.samples.map(\.pts).sorted().enumerated() {
            try expect(step * place, picture.timeBase.time(time), "time of frame \(place)")
        }
        let segmentStarts = Set(plan.segments.map(\.frames.lowerBound))
        let digest = try Self.digest(of: table, in: path) { number, packet in
            guard segmentStarts.contains(number) else { return }
            let isIDR = configuration.map { configuration in
                packet.withBytes { KeyPacket($0, configuration) }.startsWithIDR
            }
            guard table.samples[number].isKey, isIDR != false else {
                throw AssemblyError.selfCheck(
                    expected: "an IDR picture at frame \(number)", found: "none")
            }
        }
        try expect(written.picture, digest, "digest of the picture")
    }

    private static func digest(
        of table: SampleTable, in path: String, _ inspect: (Int, borrowing Packet) throws -> Void
    ) throws -> PacketDigest {
        let file = try FileBytes.open(path)
        let packet = try Packet()
        var digest = PacketDigest()
        for (number, sample) in table.samples.enumerated() {
            try packet.read(sample.size) {
                file.read(at: Int64(sample.offset), into: $0) == $0.count
            }
            packet.withBytes { digest.add($0) }
            try inspect(number, packet)
        }
        return digest
    }

    private func expect<Value: Equatable>(
        _ expected: Value?, _ found: Value?, _ what: String
    ) throws {
        guard found == expected else {
            throw AssemblyError.selfCheck(
                expected: "\(what) \(expected.map { "\($0)" } ?? "none")",
                found: "\(what) \(found.map { "\($0)" } ?? "none")")
        }
    }
}
