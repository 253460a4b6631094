// swift-tools-version: 6.2
import PackageDescription

// A stranger's package that wants the verification and nothing else. It has targets of its own
// with names that would clash if ours weren't prefixed.
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
    ]
)
