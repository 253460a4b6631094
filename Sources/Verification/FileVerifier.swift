package import DailiesContainer
import DailiesMedia

/// Verifies one file, from identifying its type to the verdict.
package struct FileVerifier {
    package let path: String
    package let expectation: Expectation
    package let tolerances: Tolerances
    package let limits: RunningLimits
    package let rules: [MediaFile.Rule]
    package let actions: ActionRules

    /// Prepares a verification and starts the clock of its limits.
    package init(
        path: String, expectation: Expectation, tolerances: Tolerances, limits: VerificationLimits,
        rules: [MediaFile.Rule], actions: ActionRules
    ) {
        self.path = path
        self.expectation = expectation
        self.tolerances = tolerances
        self.limits = limits.started()
        self.rules = rules
        self.actions = actions
    }

    /// Verifies the file at one of this module's levels.
    func verify(level: Verification.Level) -> Verification {
        verify { file, measured in
            guard level != .header else { return [] }
            return packetChecks(file, measured) { packets in
                level == .decode ? decode(file, measured, packets) { .discarding }.checks : []
            }
        }
    }

    /// Verifies the header, then adds the checks of `contentChecks` if the file could be measured.
    ///
    /// The file is opened once: every check is about the same file, even if another one gets its
    /// name meanwhile.
    package func verify(
        contentChecks: (FileBytes, MediaMeasurement) -> [Check]
    ) -> Verification {
        let file: FileBytes
        do {
            file = try FileBytes.open(path)
        } catch {
            return unreadable(
                MeasurementError(code: .unreadable, message: error.reason), error.code)
        }
        let verification = verify(file, contentChecks)
        // After a fault of the disk nothing is known about the content.
        return file.readError.map { unreadable(MeasurementError(reading: $0), $0) } ?? verification
    }

    /// The verification of a file whose content isn't known, because it can't be read.
    private func unreadable(_ error: MeasurementError, _ code: Int32) -> Verification {
        Verification(
            file: path, checks: [.errored(.conformance, error.sentence)], measurement: nil,
            actions: actions, accessError: code)
    }

    private func verify(
        _ file: FileBytes, _ contentChecks: (FileBytes, MediaMeasurement) -> [Check]
    ) -> Verification {
        let measured: MediaMeasurement
        do {
            measured = try HeaderReader.measure(file, limits)
        } catch {
            let check: Check =
                error.isAboutContent
                ? Check(
                    .conformance, .fail, expected: "an MP4, QuickTime, WebM or Matroska video",
                    measured: error.code.rawValue,
                    error.sentence)
                : .errored(.conformance, error.sentence)
            return Verification(file: path, checks: [check], measurement: nil, actions: actions)
        }
        let checks =
            HeaderRules(expectation: expectation, tolerances: tolerances).checks(measured)
            + ClaimRules(claims: expectation.claims, tolerances: tolerances).checks(measured)
            + contentChecks(file, measured) + rules.flatMap { $0(measured) }
        return Verification(file: path, checks: checks, measurement: measured, actions: actions)
    }

    /// The checks of the packets, then those of `decodeChecks` if all packets could be read.
    package func packetChecks(
        _ file: FileBytes, _ measured: MediaMeasurement, decodeChecks: (PacketScan) -> [Check]
    ) -> [Check] {
        guard !measured.isEncrypted else {
            return [.skipped(.packets, "Not checked: the file is encrypted.")]
        }
        do {
            let packets = try PacketScan(file, limits)
            let checks =
                PacketRules(tolerances: tolerances, measured: measured).checks(packets)
                + [frameChecksums(file, measured)].compactMap(\.self)
            let isReadable = packets.stopReason == nil && packets.encryptedPacketCount == 0
            return checks + (isReadable ? decodeChecks(packets) : [])
        } catch {
            return [unreadable(.packets, error)]
        }
    }

    /// The checksums of the frames of a Matroska file; `nil` if it has none.
    private func frameChecksums(_ file: FileBytes, _ measured: MediaMeasurement) -> Check? {
        guard measured.elements != nil,
            let matroska = MatroskaFile(file, shouldStop: limits.shouldStop),
            case let checksums = matroska.checksums.filter(\.coversFrames), !checksums.isEmpty
        else { return nil }
        let counts = ChecksumCounts(file, checksums, shouldStop: limits.shouldStop)
        if let reason = limits.stopReason {
            return .errored(.frameChecksums, "Reading the file ended early: \(reason).")
        }
        return HeaderRules.check(.frameChecksums, counts, "The coded picture and sound")
    }

    /// The checks of the decoded frames.
    ///
    /// - Parameter makeObserver: called before each pass; damaged files need a second one. The last
    ///   observer gets every frame.
    /// - Returns: the checks, and what was decoded; `nil` if decoding ended early.
    package func decode(
        _ file: FileBytes, _ measured: MediaMeasurement, _ packets: PacketScan,
        makeObserver: () -> FrameObserver
    ) -> (checks: [Check], scan: DecodeScan?) {
        do {
            let scan = try DecodeScan(file, limits, makeObserver)
            let rules = DecodeRules(
                expectation: expectation, tolerances: tolerances, measured: measured)
            return (rules.checks(scan, packets), scan.stopReason == nil ? scan : nil)
        } catch {
            return ([unreadable(.codingSyntax, error)], nil)
        }
    }

    /// An error of libav after a valid header is a fault of the content.
    private func unreadable(_ code: CheckCode, _ error: MediaError) -> Check {
        Check(
            code, .fail, expected: "a file that reads to its end", measured: error.description,
            "The file can't be read to its end: \(error.reason).")
    }
}
