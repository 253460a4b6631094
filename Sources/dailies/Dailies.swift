import DailiesCommandLine
import Foundation

@main
enum Dailies {
    static func main() async {
        let process = ProcessInfo.processInfo
        exit(
            await CommandLineTool(environment: process.environment)
                .run(Array(process.arguments.dropFirst())))
    }
}
