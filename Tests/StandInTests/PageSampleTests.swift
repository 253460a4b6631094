import DailiesJSON
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// The sample programs of the five model pages, word for word, against a stand-in that offers
/// nothing that the pages don't name: only name resolution leads them to this machine.
@Suite("The model pages' samples", .serialized)
struct PageSampleTests {
    private static let isPossible =
        ExternalProgram.areInstalled(ExternalProgram.openssl, ExternalProgram.curl)
        && ExternalProgram.python != nil

    /// A stand-in under the providers' names, and Python and curl that find it there.
    private struct Machine {
        let folder: TemporaryFolder
        let standIn: TestStandIn
        private let certificate: String

        init() throws {
            folder = try TemporaryFolder()
            let made = try TestCertificate(in: folder)
            let secured = try made.server
            standIn = try TestStandIn { $0.certificate = secured }
            certificate = made.certificatePath
            let configuration = """
                connect-to = "::127.0.0.1:\(standIn.port)"
                cacert = "\(certificate)"
                max-time = 30
                silent
                """
            try folder.write(Data(configuration.utf8), as: ".curlrc")
        }

        /// Runs a sample with every name resolved to the stand-in; the result is what it prints.
        func python(_ sample: String) throws -> ExternalProgram.Outcome {
            let runner = """
                import os, socket, sys
                resolve = socket.getaddrinfo
                socket.getaddrinfo = lambda host, port, *rest, **names: resolve(
                    "127.0.0.1", int(os.environ["STAND_IN_PORT"]), *rest, **names)
                exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"))
                """
            let path = try folder.write(Data(sample.utf8), as: "sample.py")
            return try ExternalProgram.run(
                try #require(ExternalProgram.python), ["-c", runner, path], in: folder,
                environment: [
                    "STAND_IN_PORT": String(standIn.port), "FAL_KEY": "id:secret",
                    "REQUESTS_CA_BUNDLE": certificate, "SSL_CERT_FILE": certificate,
                ])
        }

        func shell(_ sample: String) throws -> JSONValue {
            let outcome = try ExternalProgram.run(
                ExternalProgram.shell, ["-eu", "-c", sample], in: folder,
                environment: ["CURL_HOME": folder.path, "RUNFLOW_API_KEY": "rf_live_abc"])
            try #require(outcome.status == 0, "\(outcome.errorOutput)")
            return try JSONValue(parsing: Data(outcome.output.utf8))
        }
    }

    @Test("of Runflow's older endpoint, from words and from a picture", .enabled(if: isPossible))
    func runflowGallery() throws {
        let machine = try Machine()
        let words = try machine.python(
            """
            import requests

            response = requests.post(
                "https://api.runflow.io/v1/run/kling-video/v3/pro/text-to-video",
                headers={"Authorization": "Bearer RUNFLOW_API_KEY"},
                json={
                "prompt": "Time-lapse of a flower blooming in a sunlit garden, macro lens, smooth motion..."
                },
            )

            data = response.json()
            print(data["video"]["url"])
            """)
        #expect(words.output.hasPrefix(machine.standIn.server.baseURL), "\(words.errorOutput)")
        let picture = try machine.python(
            """
            import requests

            response = requests.post(
                "https://api.runflow.io/v1/run/kling-video/v3/pro/image-to-video",
                headers={"Authorization": "Bearer RUNFLOW_API_KEY"},
                json={
                "prompt": "Gentle head turn with a warm smile, hair blowing slightly in a soft breeze, c...",
                "image_url": "https://public.runflow.io/images/models/_base/portrait-woman-studio.png"
                },
            )

            data = response.json()
            print(data["video"]["url"])
            """)
        #expect(picture.output.hasPrefix(machine.standIn.server.baseURL), "\(picture.errorOutput)")
    }

    @Test("of Runflow's run API, in Python and with curl", .enabled(if: isPossible))
    func runflow() throws {
        let machine = try Machine()
        let python = try machine.python(
            """
            import requests

            response = requests.post(
                "https://api.runflow.io/v1/models/kuaishou/kling-video/v3/pro/text-to-video/runs",
                headers={"Authorization": "Bearer RUNFLOW_API_KEY"},
                json={
                    "input": {
                        "prompt": "Time-lapse of a flower blooming in a sunlit garden, macro lens, smooth motion, warm tones"
                    },
                    "callback_url": "https://your-server.com/webhook"
                },
            )

            data = response.json()
            print(data)
            """)
        #expect(python.output.contains("'status_code': 'queued'"), "\(python.errorOutput)")
        let curl = try machine.shell(
            #"""
            curl -X POST https://api.runflow.io/v1/models/kuaishou/kling-video/v3/pro/text-to-video/runs \
              -H "Authorization: Bearer $RUNFLOW_API_KEY" \
              -H "Content-Type: application/json" \
              --data-binary @- <<'JSON'
            {
                "input": {
                    "prompt": "Time-lapse of a flower blooming in a sunlit garden, macro lens, smooth motion, warm tones"
                },
                "callback_url": "https://your-server.com/webhook"
            }
            JSON
            """#)
        #expect(curl["id"]?.text != nil)
    }

    /// The quick start sends no prompt, which the page itself refuses; its input example does.
    @Test("of fal, as it stands and with the page's input", .enabled(if: isPossible))
    func fal() throws {
        let machine = try Machine()
        func quickStart(_ arguments: String) -> String {
            """
            import fal_client

            def on_queue_update(update):
                if isinstance(update, fal_client.InProgress):
                    for log in update.logs:
                       print(log["message"])

            result = fal_client.subscribe(
                "fal-ai/kling-video/v3/pro/text-to-video",
                arguments=\(arguments),
                with_logs=True,
                on_queue_update=on_queue_update,
            )
            print(result)
            """
        }
        let empty = try machine.python(quickStart("{}"))
        #expect(empty.status != 0)
        #expect(empty.errorOutput.contains("either prompt or multi_prompt must be given"))
        let example = try machine.python(
            quickStart(
                """
                {
                  "prompt": "Close-up of glowing fireflies dancing in a dark forest at twilight. Soft bioluminescent particles float through the air. Shallow depth of field, bokeh lights in background. Magical atmosphere, gentle movement.",
                  "duration": "5",
                  "multi_prompt": None,
                  "generate_audio": True,
                  "shot_type": "customize",
                  "aspect_ratio": "16:9",
                  "negative_prompt": "blur, distort, and low quality",
                  "cfg_scale": 0.5
                }
                """))
        #expect(example.status == 0, "\(example.errorOutput)")
        #expect(example.output.contains("'content_type': 'video/mp4'"))
    }

    /// The example request sends no prompt, which the page itself refuses.
    @Test("of eachlabs, as it stands and with a prompt", .enabled(if: isPossible))
    func eachlabs() throws {
        let machine = try Machine()
        func example(_ input: String) -> String {
            #"""
            curl -X POST https://api.eachlabs.ai/v1/prediction/ \
             -H "X-API-Key: YOUR_API_KEY" \
             -H "Content-Type: application/json" \
             -d '{
             "model": "kling-v3-pro-text-to-video",
             "input": \#(input)
             }'
            """#
        }
        let empty = try machine.shell(example("{}"))
        #expect(empty["status"] == "error")
        #expect(empty["message"]?.text != nil && empty["details"]?.text != nil)
        let created = try machine.shell(example(#"{"prompt": "A harbour", "duration": "3"}"#))
        let id = try #require(created["predictionID"]?.text)
        var prediction = JSONValue.null
        for _ in 0..<600 where !["success", "error"].contains(prediction["status"]?.text) {
            usleep(100_000)
            prediction = try machine.shell(
                """
                curl https://api.eachlabs.ai/v1/prediction/\(id) \\
                 -H "X-API-Key: YOUR_API_KEY"
                """)
        }
        #expect(prediction["output"]?.text?.hasPrefix(machine.standIn.server.baseURL) == true)
        #expect(prediction["metrics"]?["predict_time"]?.number != nil)
    }
}
