import DailiesCallbacks
import DailiesHTTPServer
import DailiesLanding
import DailiesMedia
import DailiesMediaFilter
import DailiesProduction
import Foundation

/// Looks at the machine: codecs, certificates, disk, clock, ports and limits.
struct MachineHealth {
    /// The folder in which productions are made.
    let folder: String
    /// The address and port on which a session would listen for callbacks; `nil` if it uses none.
    let callbackListener: CallbackReceiver.Options?

    func checks() -> [HealthCheck] {
        [
            codecs, certificates, disk(folder), disk(NSTemporaryDirectory()), clock,
            port(CallbackReceiver.Options(port: 0)),
        ] + (callbackListener.map { [port($0)] } ?? []) + [openFiles]
    }

    // MARK: Libraries

    /// Whether FFmpeg has the decoders, encoders and filters that verifying, conforming and joining use.
    private var codecs: HealthCheck {
        do { try FilterLibrary.check() } catch {
            return HealthCheck("codecs", .fail, error.problem, fix: FilterLibrary.Problem.fix)
        }
        return Self.codecs(
            missing: Self.decoders.filter { !MediaLibrary.canDecode($0) }.map { "decoder \($0)" }
                + Self.encoders.filter { !MediaLibrary.canEncode($0) }.map { "encoder \($0)" }
                + Self.filters.filter { !FilterGraph.knows($0) }.map { "filter \($0)" })
    }

    private static let decoders = [
        "h264", "hevc", "av1", "vp9", "mpeg4", "aac", "opus", "mp3", "flac",
    ]
    private static let encoders = ["libx264", "aac", "png", "mjpeg"]
    static let filters = [
        "buffer", "buffersink", "scale", "pad", "crop", "split", "overlay", "gblur", "lutyuv",
        "transpose", "hflip", "vflip", "bwdif", "setsar", "format", "blackdetect", "freezedetect",
        "scdet", "abuffer", "abuffersink", "aresample", "aformat", "ebur128",
    ]

    static func codecs(missing: [String]) -> HealthCheck {
        let library = "FFmpeg \(MediaLibrary.version)"
        guard missing.isEmpty else {
            return HealthCheck(
                "codecs", .fail, "\(library) lacks \(missing.joined(separator: ", "))",
                fix: "install Debian's own build: apt-get install libavcodec59 libavfilter8")
        }
        return HealthCheck("codecs", .ok, "\(library): every decoder, encoder and filter is there")
    }

    /// libcurl of Debian verifies providers with this file.
    private var certificates: HealthCheck {
        Self.certificates("/etc/ssl/certs/ca-certificates.crt")
    }

    static func certificates(_ path: String) -> HealthCheck {
        let size = Landing.size(of: path) ?? 0
        return size > 0
            ? HealthCheck("certificates", .ok, path)
            : HealthCheck(
                "certificates", .fail, "\(path) is missing: no provider can be reached by https",
                fix: "apt-get install ca-certificates")
    }

    // MARK: Disk

    private func disk(_ folder: String) -> HealthCheck {
        let path = absolutePath(folder)
        guard FileManager.default.fileExists(atPath: path) else {
            return HealthCheck(
                "disk", .fail, "there is no folder \(path)", fix: shellLine("mkdir", ["-p", path]))
        }
        let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
        let kind = Self.fileSystem(
            of: URL(fileURLWithPath: path).resolvingSymlinksInPath().path, mounts)
        return Self.disk(
            path, free: Landing.freeBytes(at: path), isWritable: access(path, W_OK) == 0,
            networkSystem: kind.flatMap { Self.networkSystems.contains($0) ? $0 : nil })
    }

    /// File systems of the network, on whose locks SQLite can't rely.
    private static let networkSystems: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "afs", "ceph",
    ]

    /// The kind of file system that holds a path; `nil` if no mount does.
    ///
    /// - Parameter mounts: the text of /proc/self/mountinfo (proc(5)), in which a later mount covers an
    ///   earlier one.
    static func fileSystem(of path: String, _ mounts: String) -> String? {
        var best: (point: String, kind: String)?
        for line in mounts.split(separator: "\n") {
            let halves = line.components(separatedBy: " - ")
            let fields = halves[0].split(separator: " ")
            guard halves.count == 2, fields.count > 4,
                let kind = halves[1].split(separator: " ").first
            else { continue }
            let point = fields[4].replacing("\\040", with: " ")
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            if isAbove, point.count >= best?.point.count ?? 0 {
                best = (String(point), String(kind))
            }
        }
        return best?.kind
    }

    /// - Parameters:
    ///   - free: how many bytes are free; `nil` if the folder can't be asked.
    ///   - networkSystem: the name of the network's file system that holds the folder.
    static func disk(
        _ path: String, free: Int64?, isWritable: Bool, networkSystem: String? = nil
    ) -> HealthCheck {
        guard let free, isWritable else {
            return HealthCheck(
                "disk", .fail, "\(path) can't be written", fix: "choose a folder of yours")
        }
        let megabytes = free / 1_000_000
        let room = megabytes < 10_000 ? "\(megabytes) MB free" : "\(megabytes / 1000) GB free"
        if megabytes < 2000 {
            // A film of forty shots with its takes and its temporary files.
            return HealthCheck(
                "disk", megabytes < 200 ? .fail : .warn,
                "\(path): \(room), and a night of forty shots needs up to 2 GB",
                fix: shellLine("du", ["-xh", "-d1", path]) + ", and remove what isn't needed")
        }
        if let networkSystem {
            return HealthCheck(
                "disk", .warn, "\(path): \(room), on \(networkSystem), where locks aren't reliable",
                fix: "make productions on a disk of this machine")
        }
        return HealthCheck("disk", .ok, "\(path): \(room)")
    }

    // MARK: Clock

    private var clock: HealthCheck {
        Self.clock(Date(), TimeZone.current, newest: Self.newestFile(in: absolutePath(folder)))
    }

    static let clockFix = "timedatectl set-ntp true"

    /// - Parameter newest: a file, and when it was changed.
    static func clock(
        _ now: Date, _ zone: TimeZone, newest: (file: String, date: Date)? = nil
    ) -> HealthCheck {
        let text = "\(time(now, zone)) in \(zone.identifier)"
        if now.formatted(.iso8601.year().month().day()) < CommandLineTool.versionDate {
            return HealthCheck(
                "clock", .fail, "\(text), which is before this version was made", fix: clockFix)
        }
        if let newest, newest.date.timeIntervalSince(now) > 120 {
            return HealthCheck(
                "clock", .warn,
                "\(text), and \(newest.file) is of \(time(newest.date, zone)): the clock was set back, "
                    + "and caps of a night or month go by it", fix: clockFix)
        }
        return HealthCheck("clock", .ok, text)
    }

    private static func time(_ date: Date, _ zone: TimeZone) -> String {
        date.formatted(
            Date.VerbatimFormatStyle(
                format: """
                    \(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \
                    \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
                    \(minute: .twoDigits)
                    """, timeZone: zone, calendar: Calendar(identifier: .gregorian)))
    }

    /// The file of a folder that was changed last; `nil` if there is none.
    private static func newestFile(in folder: String) -> (file: String, date: Date)? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name -> (file: String, date: Date)? in
            let path = (folder as NSString).appendingPathComponent(name)
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return (attributes?[.modificationDate] as? Date).map { (path, $0) }
        }.max { $0.date < $1.date }
    }

    // MARK: Ports and limits

    private func port(_ wanted: CallbackReceiver.Options) -> HealthCheck {
        var options = Listener.Options()
        options.address = wanted.address
        options.port = wanted.port
        let purpose = wanted.port == 0 ? "for rehearsals" : "for callbacks"
        let listener = Listener(options) { _ in ServerResponse(status: 200) }
        do {
            try listener.start()
        } catch {
            return HealthCheck(
                "port", .fail, "\(purpose): \(error)",
                fix: wanted.port == 0
                    ? "bring up the loopback interface: ip link set lo up"
                    : shellLine("ss", ["-ltnp", "sport = :\(wanted.port)"])
                        + " shows who listens there; or choose another port")
        }
        listener.stop()
        let place = wanted.port == 0 ? "a free port" : "port \(wanted.port)"
        return HealthCheck("port", .ok, "\(purpose): \(place) at \(wanted.address)")
    }

    private var openFiles: HealthCheck {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Self.openFiles(limit: UInt64(limit.rlim_cur))
    }

    static func openFiles(limit: UInt64) -> HealthCheck {
        limit >= 512
            ? HealthCheck("files", .ok, "\(limit) can be open at once")
            : HealthCheck(
                "files", .warn,
                "only \(limit) can be open at once; a joined film opens all its clips",
                fix: "ulimit -n 1024")
    }
}
