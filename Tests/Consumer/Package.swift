// swift-tools-version: 6.2
import PackageDescription

// A package outside ours that depends on each library product alone. It has a target whose name
// would clash with one of ours if ours had no prefix.
let package = Package(
    name: "Consumer",
    dependencies: [.package(name: "dailies", path: "../..")],
    targets: [
        .target(name: "Media", path: "Sources/Media"),
        .executableTarget(
            name: "Consumer",
            dependencies: [
                "Media", .product(name: "DailiesVerification", package: "dailies"),
            ]
        ),
        .executableTarget(
            name: "JudgeConsumer",
            dependencies: [.product(name: "DailiesVerification", package: "dailies")]
        ),
        .executableTarget(
            name: "MeasureConsumer",
            dependencies: [.product(name: "DailiesVerification", package: "dailies")]
        ),
        .executableTarget(
            name: "InspectionConsumer",
            dependencies: [.product(name: "DailiesInspection", package: "dailies")]
        ),
        .executableTarget(
            name: "PolicyConsumer",
            dependencies: [.product(name: "DailiesPolicy", package: "dailies")]
        ),
        .executableTarget(
            name: "AssemblyConsumer",
            dependencies: [.product(name: "DailiesAssembly", package: "dailies")]
        ),
        .executableTarget(
            name: "TimelineConsumer",
            dependencies: [.product(name: "DailiesTimeline", package: "dailies")]
        ),
    ]
)
