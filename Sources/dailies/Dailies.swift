import DailiesCommandLine
import Foundation

@main
enum Dailies {
    static func main() async {
        exit(
            await CommandLineTool(environment: ProcessInfo.processInfo.environment)
                .run(CommandLineTool.arguments))
    }
}
