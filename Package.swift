// swift-tools-version: 6.2
import PackageDescription

// Read from top to bottom, this file is the architecture: which modules exist, what each one does,
// and which others it may see. Sources/README.md draws the same picture.

let package = Package(
    name: "dailies",
    products: [
        .library(
            name: "DailiesVerification",
            targets: ["DailiesVerification", "DailiesDisclosure", "DailiesMediaTime"]),
        .library(name: "DailiesInspection", targets: ["DailiesInspection", "DailiesMediaTime"]),
        .library(name: "DailiesPolicy", targets: ["DailiesPolicy", "DailiesVerification"]),
        .library(
            name: "DailiesAssembly",
            targets: ["DailiesAssembly", "DailiesDisclosure", "DailiesMediaTime"]),
        .library(name: "DailiesTimeline", targets: ["DailiesTimeline", "DailiesMediaTime"]),
        .executable(name: "dailies", targets: ["dailies"]),
    ],
    traits: [
        .trait(
            name: "PostgreSQL",
            description: "Ledgers on a PostgreSQL server, which several machines share (libpq).")
    ],
    targets: [
        // MARK: C libraries, each behind a module map and owned by exactly one module below

        // Reading, decoding, encoding and writing media.
        .systemLibrary(
            name: "CDailiesFFmpeg",
            path: "Sources/CFFmpeg",
            pkgConfig: "libavformat libavcodec libavutil",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev"])]
        ),
        // Looking at decoded pictures and sound (black, frozen, loudness), and conforming odd clips.
        // The library is loaded at run time when it is needed, and not linked.
        .systemLibrary(
            name: "CDailiesFFmpegFilter", path: "Sources/CFFmpegFilter",
            providers: [.apt(["libavfilter-dev"])]
        ),
        // HTTP with cancellation, back-pressure and control over connection reuse, which a paid
        // POST needs and Foundation's URLSession does not give on Linux.
        .systemLibrary(
            name: "CDailiesCurl",
            path: "Sources/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        // The ledger: transactions that survive a power cut, readable with `sqlite3`.
        .systemLibrary(
            name: "CDailiesSQLite",
            path: "Sources/CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),
        // Ledgers that several machines share; only with the trait PostgreSQL.
        .systemLibrary(
            name: "CDailiesPostgreSQL", path: "Sources/CPostgreSQL",
            providers: [.apt(["libpq-dev"])]
        ),
        // The HTTP server of the stand-in and of whatever receives callbacks.
        .systemLibrary(
            name: "CDailiesMicroHTTPD",
            path: "Sources/CMicroHTTPD",
            pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]
        ),
        // The settings of glibc's allocator, which Swift's module of glibc leaves out.
        .systemLibrary(name: "CDailiesMalloc", path: "Sources/CMalloc"),
        // SHA-256 of requests and of landed files, the signatures of callbacks.
        .systemLibrary(
            name: "CDailiesSodium",
            path: "Sources/CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]
        ),

        // MARK: Lower layer

        module("MediaTime"),
        module("Threads"),
        module("Internet"),
        module("JSON"),
        module("XML"),
        module("Landing"),
        module("Container"),
        module("Bitstream"),
        // The marks of AI-made files: XMP and C2PA manifests.
        module("Disclosure", uses: ["DailiesContainer", "DailiesXML"]),
        module("Digest", uses: ["CDailiesSodium"]),
        // Timelines, chapters and subtitles for other programs; no libav.
        module(
            "Timeline",
            uses: [
                "DailiesJSON", "DailiesXML", "DailiesContainer", "DailiesLanding",
                "DailiesMediaTime",
            ]
        ),
        module(
            "Media",
            uses: [
                "CDailiesFFmpeg", "DailiesContainer", "DailiesBitstream", "DailiesThreads",
                "DailiesMediaTime",
            ]
        ),
        module("MediaFilter", uses: ["CDailiesFFmpegFilter", "DailiesMedia", "DailiesBitstream"]),
        module("Drawing", uses: ["DailiesMedia"]),
        module("HTTP", uses: ["CDailiesCurl", "DailiesInternet", "DailiesThreads"]),
        module("HTTPServer", uses: ["CDailiesMicroHTTPD", "DailiesJSON"]),
        // The results of work that is divided among several machines, as files.
        module("Shards", uses: ["DailiesLanding", "DailiesJSON", "DailiesDigest"]),

        // MARK: Stages, in the order of the flow

        module("ShotList", uses: ["DailiesJSON", "DailiesInternet", "DailiesMediaTime"]),
        module(
            "Planning",
            uses: [
                "DailiesShotList", "DailiesJSON", "DailiesDigest", "DailiesBitstream",
                "DailiesMediaTime",
            ]
        ),
        module(
            "Generation",
            uses: [
                "DailiesPlanning", "DailiesShotList", "DailiesHTTP", "DailiesDigest", "DailiesJSON",
            ],
            exclude: ["Kling/README.md", "Replicate/README.md"]
        ),
        module(
            "Callbacks",
            uses: [
                "DailiesGeneration", "DailiesHTTPServer", "DailiesDigest", "DailiesJSON",
            ]
        ),
        module(
            "Download", uses: ["DailiesHTTP", "DailiesDigest", "DailiesLanding", "DailiesThreads"]
        ),
        module(
            "Verification",
            uses: [
                "DailiesMedia", "DailiesContainer", "DailiesBitstream", "DailiesDisclosure",
                "DailiesThreads", "DailiesMediaTime",
            ]
        ),
        module(
            "Inspection",
            uses: [
                "DailiesVerification", "DailiesMedia", "DailiesMediaFilter", "DailiesContainer",
                "DailiesMediaTime",
            ]
        ),
        module(
            "Policy", uses: ["DailiesVerification", "DailiesDisclosure", "DailiesMediaTime"]),
        module(
            "Assembly",
            uses: [
                "DailiesMedia", "DailiesMediaFilter", "DailiesDrawing", "DailiesTimeline",
                "DailiesContainer", "DailiesBitstream", "DailiesDisclosure", "DailiesLanding",
                "DailiesThreads", "DailiesMediaTime",
            ]
        ),
        module(
            "Reporting",
            uses: [
                "DailiesShotList", "DailiesPlanning", "DailiesVerification", "DailiesDisclosure",
                "DailiesDigest", "DailiesJSON", "DailiesMediaTime",
            ]
        ),

        // MARK: Execution: the record of runs, and sessions that go through all stages

        module(
            "Ledger",
            uses: [
                "CDailiesSQLite",
                .target(name: "CDailiesPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
                "DailiesThreads", "DailiesPlanning", "DailiesVerification",
                "DailiesJSON", "DailiesLanding", "DailiesMediaTime",
            ]
        ),
        module(
            "Production",
            uses: [
                "DailiesShotList", "DailiesPlanning", "DailiesGeneration", "DailiesCallbacks",
                "DailiesDownload", "DailiesVerification", "DailiesInspection", "DailiesAssembly",
                "DailiesReporting", "DailiesTimeline", "DailiesLedger", "DailiesBitstream",
                "DailiesDisclosure", "DailiesMediaTime", "DailiesHTTP", "DailiesJSON",
                "DailiesThreads",
                "DailiesLanding", "DailiesDigest",
            ]
        ),

        // MARK: The stand-in provider, written from the providers' contracts: it shares no type
        // with the client that it tests

        module(
            "StandIn",
            uses: [
                "DailiesHTTPServer", "DailiesHTTP", "DailiesMedia", "DailiesMediaFilter",
                "DailiesDrawing", "DailiesBitstream", "DailiesMediaTime", "DailiesDigest",
                "DailiesThreads",
                "DailiesJSON",
            ]
        ),

        // MARK: The command

        module(
            "CommandLine",
            uses: [
                "DailiesProduction", "DailiesShotList", "DailiesPlanning", "DailiesLedger",
                "DailiesReporting", "DailiesVerification", "DailiesInspection", "DailiesPolicy",
                "DailiesAssembly", "DailiesTimeline", "DailiesStandIn", "DailiesCallbacks",
                "DailiesHTTPServer", "DailiesGeneration", "DailiesHTTP", "DailiesThreads",
                "DailiesJSON",
                "DailiesLanding", "DailiesMedia", "DailiesMediaFilter", "DailiesMediaTime",
                "DailiesContainer", "DailiesDisclosure", "DailiesShards", "DailiesDigest",
                "DailiesXML",
            ]
        ),
        .executableTarget(
            name: "dailies",
            dependencies: ["DailiesCommandLine", "CDailiesMalloc"],
            path: "Sources/dailies"
        ),

        // MARK: Tests, which mirror Sources

        .target(
            name: "DailiesTestSupport",
            dependencies: ["DailiesMedia", "DailiesBitstream", "DailiesMediaTime"],
            path: "Tests/Support"
        ),
        // Measures a command's memory. A process's peak includes what its parent held when it forked,
        // and the test process holds a lot: tests start this small program instead.
        .executableTarget(name: "Meter", path: "Tests/Meter"),
        // Run by hand: swift run -c release Benchmarks. Prints ratios, asserts nothing.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "DailiesVerification", "DailiesInspection", "DailiesAssembly", "DailiesHTTP",
                "DailiesTestSupport",
            ],
            path: "Tests/Benchmarks"
        ),
        tests("MediaTime", uses: ["DailiesMediaTime"]),
        tests("JSON", uses: ["DailiesJSON", "DailiesTestSupport"]),
        tests("XML", uses: ["DailiesXML"]),
        tests("Threads", uses: ["DailiesThreads", "DailiesTestSupport"]),
        tests("Landing", uses: ["DailiesLanding", "DailiesTestSupport"]),
        tests("Media", uses: ["DailiesMedia", "DailiesContainer", "DailiesTestSupport"]),
        tests("MediaFilter", uses: ["DailiesMedia", "DailiesMediaFilter", "DailiesTestSupport"]),
        tests("Container", uses: ["DailiesContainer", "DailiesMedia", "DailiesTestSupport"]),
        tests("Bitstream", uses: ["DailiesBitstream"]),
        tests(
            "Disclosure", uses: ["DailiesDisclosure", "DailiesContainer", "DailiesTestSupport"]),
        tests("Digest", uses: ["DailiesDigest"]),
        tests("HTTPServer", uses: ["DailiesHTTPServer", "DailiesHTTP", "DailiesJSON"]),
        tests(
            "ShotList", uses: ["DailiesShotList", "DailiesJSON", "DailiesTestSupport"],
            exclude: ["Exports"]),
        tests(
            "Planning",
            uses: [
                "DailiesPlanning", "DailiesShotList", "DailiesJSON", "DailiesDigest",
                "DailiesTestSupport",
            ],
            exclude: ["Golden"]),
        tests(
            "Ledger",
            uses: [
                "DailiesLedger", "DailiesPlanning", "DailiesShotList", "DailiesVerification",
                "DailiesJSON", "DailiesTestSupport",
            ],
            exclude: ["Fixtures"]),
        tests(
            "Timeline",
            uses: ["DailiesTimeline", "DailiesJSON", "DailiesMediaTime", "DailiesTestSupport"],
            exclude: ["fcpxml.rng"]),
        tests(
            "Shards",
            uses: ["DailiesShards", "DailiesJSON", "DailiesLanding", "DailiesTestSupport"]),
        tests("Internet", uses: ["DailiesInternet"]),
        tests("HTTP", uses: ["DailiesHTTP", "DailiesTestSupport"]),
        tests(
            "Download",
            uses: ["DailiesDownload", "DailiesHTTP", "DailiesDigest", "DailiesTestSupport"]),
        tests(
            "Generation",
            uses: [
                "DailiesGeneration", "DailiesPlanning", "DailiesHTTP", "DailiesJSON",
                "DailiesTestSupport",
            ]),
        tests(
            "Callbacks",
            uses: [
                "DailiesCallbacks", "DailiesGeneration", "DailiesDigest", "DailiesHTTP",
                "DailiesJSON", "DailiesTestSupport",
            ]),
        tests(
            "Verification",
            uses: [
                "DailiesVerification", "DailiesMedia", "DailiesBitstream", "DailiesDisclosure",
                "DailiesMediaTime", "DailiesTestSupport",
            ]),
        tests(
            "Inspection",
            uses: [
                "DailiesInspection", "DailiesVerification", "DailiesMediaTime",
                "DailiesTestSupport",
            ]),
        tests(
            "Policy",
            uses: [
                "DailiesPolicy", "DailiesVerification", "DailiesDisclosure", "DailiesMediaTime",
                "DailiesTestSupport",
            ]),
        tests(
            "Assembly",
            uses: [
                "DailiesAssembly", "DailiesTimeline", "DailiesMedia", "DailiesBitstream",
                "DailiesContainer", "DailiesDisclosure", "DailiesMediaTime", "DailiesTestSupport",
            ]),
        tests(
            "Reporting",
            uses: [
                "DailiesReporting", "DailiesPlanning", "DailiesShotList", "DailiesVerification",
                "DailiesDisclosure", "DailiesDigest", "DailiesJSON", "DailiesMediaTime",
                "DailiesTestSupport",
            ]),
        tests(
            "StandIn",
            uses: [
                "DailiesStandIn", "DailiesHTTPServer", "DailiesHTTP", "DailiesDigest",
                "DailiesJSON", "DailiesMedia", "DailiesMediaTime", "DailiesTestSupport", "dailies",
            ]),
        tests(
            "Production",
            uses: [
                "DailiesProduction", "DailiesStandIn", "DailiesGeneration", "DailiesCallbacks",
                "DailiesPlanning", "DailiesMedia", "DailiesShotList", "DailiesLedger",
                "DailiesHTTP", "DailiesJSON", "DailiesVerification", "DailiesInspection",
                "DailiesReporting", "DailiesTimeline", "DailiesMediaTime", "DailiesTestSupport",
            ]),
        tests(
            "CommandLine",
            uses: [
                "DailiesCommandLine", "DailiesProduction", "DailiesPlanning", "DailiesLedger",
                "DailiesAssembly", "DailiesReporting", "DailiesGeneration", "DailiesDigest",
                "DailiesHTTP", "DailiesJSON", "DailiesVerification", "DailiesMediaTime",
                "DailiesMediaFilter", "DailiesShotList", "DailiesTestSupport", "dailies", "Meter",
            ],
            exclude: ["Golden"]),
    ]
)

/// A module in Sources, with everything that it may import.
func module(
    _ name: String, uses dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .target(
        name: "Dailies" + name, dependencies: dependencies, path: "Sources/" + name,
        exclude: exclude)
}

/// The tests of a module, with everything that they may import.
func tests(
    _ module: String, uses dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: module + "Tests", dependencies: dependencies, path: "Tests/\(module)Tests",
        exclude: exclude)
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

// With DAILIES_TESTS, names of test targets, the package is those and what they need: they alone can
// be built under a sanitizer in a third of the time. Above, each target stands below what it uses.
if let chosen = Context.environment["DAILIES_TESTS"] {
    var needed = Set(chosen.split(separator: " ").map(String.init))
    precondition(needed.isSubset(of: package.targets.map(\.name)), "no such targets: \(chosen)")
    for target in package.targets.reversed() where needed.contains(target.name) {
        for case .byNameItem(let used, _) in target.dependencies { needed.insert(used) }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}
