// swift-tools-version: 6.2
import PackageDescription

// Read from top to bottom, this file is the architecture: which modules exist, what each one does,
// and which others it may see. Sources/README.md draws the same picture.

let package = Package(
    name: "dailies",
    products: [
        .library(
            name: "DailiesVerification", targets: ["DailiesVerification", "DailiesMediaTime"]),
        .library(name: "DailiesInspection", targets: ["DailiesInspection", "DailiesMediaTime"]),
        .library(name: "DailiesPolicy", targets: ["DailiesPolicy", "DailiesVerification"]),
        .library(name: "DailiesAssembly", targets: ["DailiesAssembly", "DailiesMediaTime"]),
        .executable(name: "dailies", targets: ["dailies"]),
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
        .systemLibrary(
            name: "CDailiesFFmpegFilter",
            path: "Sources/CFFmpegFilter",
            pkgConfig: "libavfilter libavutil",
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
        // The HTTP server of the stand-in and of whatever receives callbacks.
        .systemLibrary(
            name: "CDailiesMicroHTTPD",
            path: "Sources/CMicroHTTPD",
            pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]
        ),
        // SHA-256 of requests and of landed files, the signatures of callbacks.
        .systemLibrary(
            name: "CDailiesSodium",
            path: "Sources/CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]
        ),

        // MARK: Lower layer

        .target(name: "DailiesMediaTime", path: "Sources/MediaTime"),
        .target(name: "DailiesThreads", path: "Sources/Threads"),
        .target(name: "DailiesInternet", path: "Sources/Internet"),
        .target(name: "DailiesJSON", path: "Sources/JSON"),
        .target(name: "DailiesLanding", path: "Sources/Landing"),
        .target(name: "DailiesContainer", path: "Sources/Container"),
        .target(name: "DailiesBitstream", path: "Sources/Bitstream"),
        .target(
            name: "DailiesDigest",
            dependencies: ["CDailiesSodium"],
            path: "Sources/Digest"
        ),
        .target(
            name: "DailiesMedia",
            dependencies: [
                "CDailiesFFmpeg", "DailiesContainer", "DailiesBitstream", "DailiesMediaTime",
            ],
            path: "Sources/Media"
        ),
        .target(
            name: "DailiesMediaFilter",
            dependencies: ["CDailiesFFmpegFilter", "DailiesMedia", "DailiesBitstream"],
            path: "Sources/MediaFilter"
        ),
        .target(
            name: "DailiesHTTP",
            dependencies: ["CDailiesCurl", "DailiesInternet", "DailiesThreads"],
            path: "Sources/HTTP"
        ),
        .target(
            name: "DailiesHTTPServer",
            dependencies: ["CDailiesMicroHTTPD", "DailiesJSON"],
            path: "Sources/HTTPServer"
        ),

        // MARK: Stages, in the order of the flow

        .target(
            name: "DailiesShotList",
            dependencies: ["DailiesJSON", "DailiesInternet", "DailiesMediaTime"],
            path: "Sources/ShotList"
        ),
        .target(
            name: "DailiesPlanning",
            dependencies: [
                "DailiesShotList", "DailiesJSON", "DailiesDigest", "DailiesBitstream",
                "DailiesMediaTime",
            ],
            path: "Sources/Planning"
        ),
        .target(
            name: "DailiesGeneration",
            dependencies: [
                "DailiesPlanning", "DailiesShotList", "DailiesHTTP", "DailiesDigest",
                "DailiesJSON",
            ],
            path: "Sources/Generation"
        ),
        .target(
            name: "DailiesCallbacks",
            dependencies: [
                "DailiesGeneration", "DailiesHTTPServer", "DailiesDigest", "DailiesJSON",
            ],
            path: "Sources/Callbacks"
        ),
        .target(
            name: "DailiesDownload",
            dependencies: [
                "DailiesHTTP", "DailiesDigest", "DailiesLanding", "DailiesThreads",
            ],
            path: "Sources/Download"
        ),
        .target(
            name: "DailiesVerification",
            dependencies: [
                "DailiesMedia", "DailiesContainer", "DailiesBitstream", "DailiesThreads",
                "DailiesMediaTime",
            ],
            path: "Sources/Verification"
        ),
        .target(
            name: "DailiesInspection",
            dependencies: [
                "DailiesVerification", "DailiesMedia", "DailiesMediaFilter", "DailiesContainer",
                "DailiesMediaTime",
            ],
            path: "Sources/Inspection"
        ),
        .target(
            name: "DailiesPolicy",
            dependencies: ["DailiesVerification", "DailiesMediaTime"],
            path: "Sources/Policy"
        ),
        .target(
            name: "DailiesAssembly",
            dependencies: [
                "DailiesMedia", "DailiesMediaFilter", "DailiesContainer", "DailiesBitstream",
                "DailiesLanding", "DailiesThreads", "DailiesMediaTime",
            ],
            path: "Sources/Assembly"
        ),
        .target(
            name: "DailiesReporting",
            dependencies: [
                "DailiesPlanning", "DailiesVerification", "DailiesJSON", "DailiesMediaTime",
            ],
            path: "Sources/Reporting"
        ),

        // MARK: What carries the flow

        .target(
            name: "DailiesLedger",
            dependencies: [
                "CDailiesSQLite", "DailiesThreads", "DailiesPlanning", "DailiesVerification",
                "DailiesJSON", "DailiesMediaTime",
            ],
            path: "Sources/Ledger"
        ),
        .target(
            name: "DailiesProduction",
            dependencies: [
                "DailiesShotList", "DailiesPlanning", "DailiesGeneration", "DailiesCallbacks",
                "DailiesDownload", "DailiesVerification", "DailiesInspection", "DailiesAssembly",
                "DailiesReporting",
                "DailiesLedger", "DailiesBitstream", "DailiesMediaTime",
                "DailiesHTTP", "DailiesJSON", "DailiesThreads", "DailiesLanding", "DailiesDigest",
            ],
            path: "Sources/Production"
        ),

        // MARK: The stand-in provider, written from the providers' contracts: it shares no type
        // with the client that it tests

        .target(
            name: "DailiesStandIn",
            dependencies: [
                "DailiesHTTPServer", "DailiesHTTP", "DailiesMedia", "DailiesMediaFilter",
                "DailiesBitstream", "DailiesMediaTime", "DailiesDigest", "DailiesThreads",
                "DailiesJSON",
            ],
            path: "Sources/StandIn"
        ),

        // MARK: The command

        .target(
            name: "DailiesCommandLine",
            dependencies: [
                "DailiesProduction", "DailiesShotList", "DailiesPlanning", "DailiesLedger",
                "DailiesReporting", "DailiesVerification", "DailiesInspection", "DailiesPolicy",
                "DailiesAssembly", "DailiesStandIn", "DailiesCallbacks", "DailiesHTTPServer",
                "DailiesGeneration", "DailiesHTTP", "DailiesThreads", "DailiesJSON",
                "DailiesLanding", "DailiesMediaTime",
            ],
            path: "Sources/CommandLine"
        ),
        .executableTarget(
            name: "dailies",
            dependencies: ["DailiesCommandLine"],
            path: "Sources/dailies"
        ),

        // MARK: Tests, which mirror Sources

        .target(
            name: "DailiesTestSupport",
            dependencies: ["DailiesMedia", "DailiesBitstream", "DailiesMediaTime"],
            path: "Tests/Support"
        ),
        // Tells what a command costs; started by tests, which hold too much to ask themselves.
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
        .testTarget(
            name: "MediaTimeTests", dependencies: ["DailiesMediaTime"], path: "Tests/MediaTimeTests"
        ),
        .testTarget(name: "JSONTests", dependencies: ["DailiesJSON"], path: "Tests/JSONTests"),
        .testTarget(
            name: "ThreadsTests", dependencies: ["DailiesThreads", "DailiesTestSupport"],
            path: "Tests/ThreadsTests"
        ),
        .testTarget(
            name: "LandingTests", dependencies: ["DailiesLanding", "DailiesTestSupport"],
            path: "Tests/LandingTests"
        ),
        .testTarget(
            name: "MediaTests",
            dependencies: ["DailiesMedia", "DailiesContainer", "DailiesTestSupport"],
            path: "Tests/MediaTests"
        ),
        .testTarget(
            name: "MediaFilterTests",
            dependencies: ["DailiesMedia", "DailiesMediaFilter", "DailiesTestSupport"],
            path: "Tests/MediaFilterTests"
        ),
        .testTarget(
            name: "ContainerTests",
            dependencies: ["DailiesContainer", "DailiesMedia", "DailiesTestSupport"],
            path: "Tests/ContainerTests"
        ),
        .testTarget(
            name: "BitstreamTests",
            dependencies: ["DailiesBitstream"],
            path: "Tests/BitstreamTests"
        ),
        .testTarget(
            name: "DigestTests", dependencies: ["DailiesDigest"], path: "Tests/DigestTests"
        ),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["DailiesHTTPServer", "DailiesHTTP", "DailiesJSON"],
            path: "Tests/HTTPServerTests"
        ),
        .testTarget(
            name: "ShotListTests",
            dependencies: ["DailiesShotList", "DailiesJSON", "DailiesTestSupport"],
            path: "Tests/ShotListTests"
        ),
        .testTarget(
            name: "PlanningTests",
            dependencies: [
                "DailiesPlanning", "DailiesShotList", "DailiesJSON", "DailiesDigest",
                "DailiesTestSupport",
            ],
            path: "Tests/PlanningTests",
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "DailiesLedger", "DailiesPlanning", "DailiesShotList", "DailiesVerification",
                "DailiesJSON", "DailiesTestSupport",
            ],
            path: "Tests/LedgerTests",
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "InternetTests", dependencies: ["DailiesInternet"], path: "Tests/InternetTests"
        ),
        .testTarget(
            name: "HTTPTests",
            dependencies: ["DailiesHTTP", "DailiesTestSupport"],
            path: "Tests/HTTPTests"
        ),
        .testTarget(
            name: "DownloadTests",
            dependencies: [
                "DailiesDownload", "DailiesHTTP", "DailiesDigest", "DailiesTestSupport",
            ],
            path: "Tests/DownloadTests"
        ),
        .testTarget(
            name: "GenerationTests",
            dependencies: [
                "DailiesGeneration", "DailiesPlanning", "DailiesHTTP", "DailiesJSON",
                "DailiesTestSupport",
            ],
            path: "Tests/GenerationTests"
        ),
        .testTarget(
            name: "CallbacksTests",
            dependencies: [
                "DailiesCallbacks", "DailiesGeneration", "DailiesDigest", "DailiesHTTP",
                "DailiesJSON", "DailiesTestSupport",
            ],
            path: "Tests/CallbacksTests"
        ),
        .testTarget(
            name: "VerificationTests",
            dependencies: ["DailiesVerification", "DailiesMediaTime", "DailiesTestSupport"],
            path: "Tests/VerificationTests"
        ),
        .testTarget(
            name: "InspectionTests",
            dependencies: [
                "DailiesInspection", "DailiesVerification", "DailiesMediaTime",
                "DailiesTestSupport",
            ],
            path: "Tests/InspectionTests"
        ),
        .testTarget(
            name: "PolicyTests",
            dependencies: [
                "DailiesPolicy", "DailiesVerification", "DailiesMediaTime", "DailiesTestSupport",
            ],
            path: "Tests/PolicyTests"
        ),
        .testTarget(
            name: "AssemblyTests",
            dependencies: [
                "DailiesAssembly", "DailiesMedia", "DailiesBitstream", "DailiesMediaTime",
                "DailiesTestSupport",
            ],
            path: "Tests/AssemblyTests"
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "DailiesReporting", "DailiesPlanning", "DailiesShotList", "DailiesVerification",
                "DailiesJSON", "DailiesMediaTime",
            ],
            path: "Tests/ReportingTests"
        ),
        .testTarget(
            name: "StandInTests",
            dependencies: [
                "DailiesStandIn", "DailiesHTTPServer", "DailiesHTTP", "DailiesDigest",
                "DailiesJSON", "DailiesMedia", "DailiesMediaTime", "DailiesTestSupport", "dailies",
            ],
            path: "Tests/StandInTests"
        ),
        .testTarget(
            name: "ProductionTests",
            dependencies: [
                "DailiesProduction", "DailiesStandIn", "DailiesGeneration", "DailiesCallbacks",
                "DailiesPlanning", "DailiesMedia",
                "DailiesShotList", "DailiesLedger", "DailiesHTTP", "DailiesJSON",
                "DailiesVerification", "DailiesReporting", "DailiesMediaTime",
                "DailiesTestSupport",
            ],
            path: "Tests/ProductionTests"
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "DailiesCommandLine", "DailiesProduction", "DailiesPlanning", "DailiesLedger",
                "DailiesAssembly", "DailiesReporting", "DailiesGeneration", "DailiesDigest",
                "DailiesHTTP", "DailiesJSON",
                "DailiesVerification", "DailiesMediaTime", "DailiesTestSupport", "dailies", "Meter",
            ],
            path: "Tests/CommandLineTests",
            exclude: ["Golden"]
        ),
    ]
)

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
