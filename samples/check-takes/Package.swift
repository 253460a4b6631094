// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "CheckTakes",
    dependencies: [.package(name: "dailies", path: "../..")],
    targets: [
        .executableTarget(
            name: "CheckTakes",
            dependencies: [.product(name: "DailiesInspection", package: "dailies")]
        )
    ]
)
