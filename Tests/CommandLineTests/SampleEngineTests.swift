import DailiesTestSupport
import Foundation
import Testing

/// The samples for engines that run on one machine, as their users type them; those for others are
/// checked with the engines' own schemas.
@Suite struct SampleEngineTests {
    private let folder: TemporaryFolder
    private let environment: [String: String]
    /// What one machine writes.
    private let whole: String

    private static let options = ["--level", "decode", "--audio", "present"]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let kinds = [
            try folder.forge("kind-short.mp4") { $0.frames = 3 },
            try folder.forge("kind-silent.mp4") { $0.sound = nil },
            try folder.write(Data("<html></html>".utf8), as: "kind-page.mp4"),
        ]
        var list = ""
        for number in 0..<60 {
            let name = folder.file("\(number).mp4")
            try FileManager.default.linkItem(atPath: kinds[number % 3], toPath: name)
            list += name + "\n"
        }
        try folder.write(Data(list.utf8), as: "takes.txt")
        environment = ["DAILIES": DailiesProcess.product("dailies")]
        whole = try DailiesProcess(
            ["verify"] + Self.options + ["--json", "-"], in: folder.path, input: list
        ).finish().output
    }

    private static let python = ExternalProgram.schedulerPython

    private func union(_ name: String = "results") throws -> String {
        try DailiesProcess(["merge", name], in: folder.path).finish().output
    }

    @Test(.enabled(if: ExternalProgram.areInstalled("/usr/bin/parallel")))
    func gnuParallelRunsTheShards() throws {
        let outcome = try ExternalProgram.run(
            Checkout.path("samples/parallel.sh"), ["takes.txt", "results", "8"] + Self.options,
            in: folder, environment: environment)
        #expect(outcome.status == 1, "\(outcome.errorOutput)")
        #expect(outcome.output == whole)
    }

    @Test(.enabled(if: python != nil)) func openJobDescriptionRunsTheShards() throws {
        let python = try #require(Self.python)
        let outcome = try ExternalProgram.run(
            python,
            [
                "-m", "openjd", "run", Checkout.path("samples/openjd/template.yaml"), "--step",
                "Merge", "--run-dependencies", "-p", "List=" + folder.file("takes.txt"), "-p",
                "Results=" + folder.file("results"), "-p", "Shards=4", "-p",
                "Options=" + Self.options.joined(separator: " "),
            ], in: folder, environment: environment)
        // Files failed, so the merge ends with 1, and the step with it.
        #expect(outcome.status != 0)
        let written = try String(
            contentsOfFile: folder.file("results/union.jsonl"), encoding: .utf8)
        #expect(written == whole, "\(outcome.output)")
    }

    /// Workers and shards are killed while Dask runs them; the union is what one machine writes.
    @Test(.enabled(if: python != nil)) func daskSurvivesKilledWorkers() throws {
        let python = try #require(Self.python)
        // Kills itself before, or dailies after, as a die with the shard's number says.
        let unreliable = """
            #!/bin/bash
            if [ "$1" = verify ]; then
                for word in "$@"; do [ "${previous:-}" = --shard ] && shard=${word%/*}; previous=$word; done
                if mkdir "\(folder.path)/killed-$shard" 2>/dev/null; then
                    case $((shard % 4)) in
                        0) kill -KILL $PPID; exit 0 ;;
                        1) kill -KILL $$ ;;
                        2) exit 75 ;;
                    esac
                fi
            fi
            exec "\(DailiesProcess.product("dailies"))" "$@"
            """
        try folder.write(Data(unreliable.utf8), as: "unreliable")
        chmod(folder.file("unreliable"), 0o755)
        let outcome = try ExternalProgram.run(
            python,
            [Checkout.path("samples/dask_shards.py"), "takes.txt", "results", "8"] + Self.options,
            in: folder,
            environment: ["DAILIES": folder.file("unreliable"), "WORKERS": "2"])
        #expect(outcome.status == 1, "\(outcome.errorOutput)")
        #expect(outcome.output == whole)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("results"))
        #expect(names.count == 8, "\(names)")
    }

    @Test(.enabled(if: python != nil), arguments: ["verify.yaml", "merge.yaml"])
    func kubernetesKnowsEveryField(name: String) throws {
        let python = try #require(Self.python)
        let check = """
            import sys, yaml, kubernetes_validate
            with open(sys.argv[1]) as file:
                kubernetes_validate.validate(yaml.safe_load(file), "1.33", strict=True)
            """
        let outcome = try ExternalProgram.run(
            python, ["-c", check, Checkout.path("samples/kubernetes/\(name)")])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
    }

    @Test(
        .enabled(if: python != nil),
        arguments: [
            ("job-definition.json", "RegisterJobDefinition"),
            ("merge-definition.json", "RegisterJobDefinition"), ("submit.json", "SubmitJob"),
        ])
    func awsBatchKnowsEveryField(name: String, operation: String) throws {
        let python = try #require(Self.python)
        let check = """
            import json, sys, botocore.session, botocore.validate
            model = botocore.session.get_session().get_service_model("batch")
            shape = model.operation_model(sys.argv[2]).input_shape
            with open(sys.argv[1]) as file:
                report = botocore.validate.ParamValidator().validate(json.load(file), shape)
            sys.exit(report.generate_report() if report.has_errors() else 0)
            """
        let outcome = try ExternalProgram.run(
            python, ["-c", check, Checkout.path("samples/aws-batch/\(name)"), operation])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(ExternalProgram.systemPython)))
    func theOtherSamplesAreValidPrograms() throws {
        for name in ["airflow_shards.py", "dask_shards.py"] {
            let outcome = try ExternalProgram.run(
                ExternalProgram.systemPython,
                ["-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())"]
                    + [Checkout.path("samples/\(name)")])
            #expect(outcome.status == 0, "\(outcome.errorOutput)")
        }
        for name in ["slurm/submit.sh", "slurm/verify.sbatch", "slurm/merge.sbatch", "parallel.sh"]
        {
            let outcome = try ExternalProgram.run(
                ExternalProgram.shell, ["-n", Checkout.path("samples/\(name)")])
            #expect(outcome.status == 0, "\(outcome.errorOutput)")
        }
    }
}
