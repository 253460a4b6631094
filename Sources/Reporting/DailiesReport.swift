package import DailiesMediaTime
package import DailiesPlanning
package import DailiesVerification

/// The report of a session: all shots, all takes, the film and the money.
package struct DailiesReport: Sendable, Hashable {
    package static let schema = "dailies.report/1"

    package var title: String
    /// The providers that sold the takes; those of the list if there is no take.
    package var providers: [String]
    /// Whether the provider was the stand-in, so that nothing was paid.
    package var isRehearsal: Bool
    /// How far the session is.
    package var session: SessionState
    /// When the report was written, as ISO 8601 in UTC.
    package var writtenAt: String
    package var shots: [ShotEntry]
    package var film: FilmEntry?
    /// The film with slates for missing takes; `nil` if there is none.
    package var partialFilm: FilmEntry?
    /// Why there is no film, or why a shot's parts could not be joined; `nil` if nothing failed.
    package var filmProblem: String?
    package var money: MoneyEntry
    /// Runs of earlier lists or of another provider that this session followed.
    package var leftovers: [LeftoverEntry]
    /// Runs that were billed, or may have been billed, and brought no video.
    package var claims: [ClaimEntry]
    /// The SHA-256 of each joined file by its path in the folder: a production whose ledger is lost
    /// recognises its own files by them.
    package var joinedFiles: [String: String]
    /// What a person has to do, the most urgent first.
    package var tasks: [TaskEntry] = []
    /// The sessions of the production, oldest first; the last one is the session that the report is
    /// about.
    package var sessions: [SessionEntry] = []
    /// The command that writes the report again; `nil` if it isn't known.
    package var refreshCommand: String?
    /// Where the page has the pictures of the takes.
    package var assets: Assets = .inline

    package init(
        title: String, providers: [String], isRehearsal: Bool, session: SessionState = .finished,
        writtenAt: String, shots: [ShotEntry], film: FilmEntry?, partialFilm: FilmEntry? = nil,
        filmProblem: String?,
        leftovers: [LeftoverEntry] = [], claims: [ClaimEntry] = [],
        joinedFiles: [String: String] = [:],
        money: MoneyEntry
    ) {
        self.title = title
        self.providers = providers
        self.isRehearsal = isRehearsal
        self.session = session
        self.writtenAt = writtenAt
        self.shots = shots
        self.film = film
        self.partialFilm = partialFilm
        self.filmProblem = filmProblem
        self.money = money
        self.leftovers = leftovers
        self.claims = claims
        self.joinedFiles = joinedFiles
    }

    /// How far the session is that the report is about.
    package enum SessionState: String, Sendable, Hashable {
        /// It is at work. A report that it wrote keeps this state if it is killed.
        case running
        /// It was asked to end or stopped before everything was done.
        case stopped
        /// It didn't end by itself: it was killed, or the machine stopped.
        case killed
        case finished
    }

    /// Where the page has the pictures of the takes.
    package enum Assets: String, Sendable, Hashable, CaseIterable {
        /// In the page, as far as it stays below 12 MB.
        case inline
        /// In the files beside the takes.
        case folder
    }

    /// A run that was billed, or may have been billed, and brought no video.
    package struct ClaimEntry: Sendable, Hashable {
        package var take: String
        package var provider: String
        /// The provider's id of the run.
        package var runID: String
        /// When it was submitted, as ISO 8601 in UTC.
        package var submittedAt: String
        /// The cost if it is known, otherwise the worst-case quote.
        package var amount: Money
        package var isCostKnown: Bool
        /// Why there is no video.
        package var reason: String

        package init(
            take: String, provider: String, runID: String, submittedAt: String, amount: Money,
            isCostKnown: Bool, reason: String
        ) {
            self.take = take
            self.provider = provider
            self.runID = runID
            self.submittedAt = submittedAt
            self.amount = amount
            self.isCostKnown = isCostKnown
            self.reason = reason
        }
    }

    /// A run that the list doesn't need any more.
    package struct LeftoverEntry: Sendable, Hashable {
        package var take: String
        package var provider: String
        /// The provider's id of the run; `nil` if it is unknown whether there is one.
        package var runID: String?
        /// Why there is no usable take; `nil` if it landed.
        package var problem: String?
        /// What keeps it from having a usable take; `nil` if it has one.
        package var obstacle: Obstacle?
        /// The landed file, relative to the report.
        package var file: String?
        /// What it cost; `nil` if the provider didn't report that.
        package var cost: Money?
        /// What it counts as paid once a person gives it up, because its file came damaged again and again;
        /// `nil` otherwise.
        package var writeOff: Money?

        package init(
            take: String, provider: String, runID: String?, problem: String?, file: String?,
            cost: Money?
        ) {
            self.take = take
            self.provider = provider
            self.runID = runID
            self.problem = problem
            self.file = file
            self.cost = cost
        }
    }

    /// A shot of the list and its parts.
    package struct ShotEntry: Sendable, Hashable {
        package var id: String
        package var scene: String?
        package var note: String?
        /// The subtitle.
        package var caption: String?
        /// The prompts on one line.
        package var summary: String
        /// The requested duration in seconds.
        package var duration: Int
        package var parts: [PartEntry]
        /// The joined file of a multi-run shot, relative to the report; `nil` if there is none.
        package var file: String?

        package init(
            id: String, scene: String?, note: String?, caption: String? = nil, summary: String,
            duration: Int, parts: [PartEntry], file: String?
        ) {
            self.id = id
            self.scene = scene
            self.note = note
            self.caption = caption
            self.summary = summary
            self.duration = duration
            self.parts = parts
            self.file = file
        }
    }

    /// One planned run and all its takes.
    package struct PartEntry: Sendable, Hashable {
        package var name: String
        /// The display name of the model.
        package var model: String
        /// The preferred provider.
        package var provider: String
        /// Why the preferred provider, and others, didn't sell the take that another one sold; `nil` if none
        /// refused.
        package var refusal: String?
        package var request: RunRequest
        package var quote: Quote
        /// Whether one of the takes is accepted for the film.
        package var isAccepted: Bool
        /// Why there is no accepted take; `nil` if there is one.
        package var problem: String?
        package var takes: [TakeEntry]
        /// The part of a multi-run shot, such as "a"; `nil` if one run makes the shot.
        package var part: String?
        /// What keeps it from having an accepted take; `nil` if it has one.
        package var obstacle: Obstacle?
        /// What the cap concerns that stopped it, such as `production` or `night`; `nil` if none did.
        package var cap: String?
        /// How many of its runs count as takes under `--max-takes`.
        package var countedTakes = 0
        /// Runs that brought no take, oldest first.
        package var runs: [RunEntry] = []

        package init(
            name: String, model: String, provider: String, refusal: String? = nil,
            request: RunRequest, quote: Quote, isAccepted: Bool, problem: String?,
            takes: [TakeEntry]
        ) {
            self.name = name
            self.model = model
            self.provider = provider
            self.refusal = refusal
            self.request = request
            self.quote = quote
            self.isAccepted = isAccepted
            self.problem = problem
            self.takes = takes
        }
    }

    /// One landed take.
    package struct TakeEntry: Sendable, Hashable {
        package var name: String
        /// The provider that it was bought from.
        package var provider: String
        package var file: String
        package var bytes: Int64
        package var sha256: String
        /// `nil` until the take was verified.
        package var verdict: Verdict?
        package var verification: Verification?
        package var measurement: MediaMeasurement?
        /// What the provider reports about the file.
        package var delivery: Delivery
        package var cost: Money?
        /// Whether it is in the film.
        package var isCircled: Bool
        /// A frame of it, as a JPEG file relative to the report.
        package var still: String?
        /// The provider's id of the run; `nil` if there is none.
        package var runID: String?
        /// When the run was submitted, as ISO 8601 in UTC.
        package var submittedAt: String?
        /// The request that bought it, if it isn't that of the list any more.
        package var earlierRequest: RunRequest?
        /// What the run counts as paid once a person gives it up, because its file came damaged again and
        /// again; `nil` otherwise.
        package var writeOff: Money?
        /// Pictures of it side by side; `nil` if there are none.
        package var strip: StripEntry?
        /// The envelope of its sound: peaks from 0 (−60 dBFS or less) to 255 (full scale), in equal
        /// steps of decibels; `nil` if there is no sound.
        package var waveform: [UInt8]?

        /// Small pictures of a take side by side, from its first to its last.
        package struct StripEntry: Sendable, Hashable {
            /// The JPEG file, relative to the report.
            package var file: String
            /// The file's bytes for the page; empty if the page refers to the file.
            package var jpeg: [UInt8]
            /// How many pictures stand side by side.
            package var count: Int
            /// The size of one picture.
            package var tile: FrameSize

            package init(file: String, jpeg: [UInt8], count: Int, tile: FrameSize) {
                self.file = file
                self.jpeg = jpeg
                self.count = count
                self.tile = tile
            }
        }

        package init(
            name: String, provider: String, file: String, bytes: Int64, sha256: String,
            verdict: Verdict?,
            verification: Verification?, measurement: MediaMeasurement?,
            delivery: Delivery = Delivery(),
            cost: Money?, isCircled: Bool, still: String?
        ) {
            self.name = name
            self.provider = provider
            self.file = file
            self.bytes = bytes
            self.sha256 = sha256
            self.verdict = verdict
            self.verification = verification
            self.measurement = measurement
            self.delivery = delivery
            self.cost = cost
            self.isCircled = isCircled
            self.still = still
        }
    }

    /// The assembled film.
    package struct FilmEntry: Sendable, Hashable {
        /// Relative to the report.
        package var file: String
        package var duration: MediaTime
        package var frames: Int
        package var frameRate: FrameRate
        /// The displayed size; `nil` in a record of an earlier version.
        package var frameSize: FrameSize?
        package var bytes: Int64
        package var clips: [ClipEntry]
        /// What a person should know about the places where clips meet.
        package var warnings: [String]
        /// The sound levels where clips meet; empty if they weren't measured.
        package var seams: [SeamEntry] = []

        /// The sound levels before and after a place where clips meet, in dBFS.
        package struct SeamEntry: Sendable, Hashable {
            package var time: MediaTime
            package var before: Double
            package var after: Double

            package init(time: MediaTime, before: Double, after: Double) {
                self.time = time
                self.before = before
                self.after = after
            }
        }

        /// How the film came into being; `nil` if its file can't be read.
        package var disclosure: Disclosure?

        /// Where a clip is in the film.
        package struct ClipEntry: Sendable, Hashable {
            /// The take's name; that of the run if it has none.
            package var take: String
            /// Whether a slate stands for a missing take.
            package var isSlate: Bool
            package var start: MediaTime
            package var duration: MediaTime
            /// Whether it goes on from the last picture of the clip before.
            package var continues = false
            /// How many of its first frames dissolve with the last ones of the clip before.
            package var dissolve = 0
            /// How many of its frames were encoded again; 0 if it was copied.
            package var encodedFrames = 0
            /// Why it could not be copied, such as `frame size 1280x720 instead of 1920x1080`.
            package var conformReasons: [String] = []

            package init(
                take: String, isSlate: Bool = false, start: MediaTime, duration: MediaTime
            ) {
                self.take = take
                self.isSlate = isSlate
                self.start = start
                self.duration = duration
            }
        }

        package init(
            file: String, duration: MediaTime, frames: Int, frameRate: FrameRate, bytes: Int64,
            clips: [ClipEntry], warnings: [String] = [], disclosure: Disclosure? = nil
        ) {
            self.file = file
            self.duration = duration
            self.frames = frames
            self.frameRate = frameRate
            self.bytes = bytes
            self.clips = clips
            self.warnings = warnings
            self.disclosure = disclosure
        }
    }
}
