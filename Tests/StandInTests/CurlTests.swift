import DailiesJSON
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// The curl commands of the providers' pages, unchanged: only curl's configuration directs them to
/// this machine.
@Suite("The curl commands of the pages")
struct CurlTests {
    private static let isPossible = ExternalProgram.areInstalled(
        ExternalProgram.openssl, ExternalProgram.curl, ExternalProgram.shell)

    /// A stand-in with a certificate for the providers' host names, and a folder with curl's
    /// configuration.
    private struct CurlSetup {
        let folder = try? TemporaryFolder()
        let standIn: TestStandIn

        init() throws {
            let folder = try self.folder.unwrapped()
            let certificate = try TestCertificate(in: folder)
            let secured = try certificate.server
            // The commands are from all of the providers' documents.
            standIn = try TestStandIn(extraFeatures: Set(ExtraFeature.allCases)) {
                $0.certificate = secured
            }
            let configuration = """
                connect-to = "::127.0.0.1:\(standIn.port)"
                cacert = "\(certificate.certificatePath)"
                max-time = 30
                silent
                show-error
                """
            try folder.write(Data(configuration.utf8), as: ".curlrc")
        }

        /// Runs a script and parses the last line of its output as JSON.
        func run(_ script: String) throws -> JSONValue {
            let folder = try self.folder.unwrapped()
            let outcome = try ExternalProgram.run(
                ExternalProgram.shell, ["-eu", "-c", script], in: folder,
                environment: [
                    "CURL_HOME": folder.path, "FAL_KEY": "id:secret",
                    "RUNFLOW_API_KEY": "rf_live_abc", "EACHLABS_API_KEY": "each",
                ])
            try #require(outcome.status == 0, "\(outcome.errorOutput)")
            let lines = outcome.output.split(separator: "\n")
            return try JSONValue(parsing: Data(try #require(lines.last).utf8))
        }
    }

    @Test("of fal's queue", .enabled(if: isPossible))
    func fal() throws {
        let setup = try CurlSetup()
        let seen = try setup.run(
            #"""
            response=$(curl --request POST \
              --url https://queue.fal.run/fal-ai/kling-video/v3/standard/text-to-video \
              --header "Authorization: Key $FAL_KEY" \
              --header "Content-Type: application/json" \
              --data '{
                 "prompt": "A lighthouse in a storm", "duration": "3", "generate_audio": false
               }')
            REQUEST_ID=$(echo "$response" | grep -o '"request_id": *"[^"]*"' | sed 's/"request_id": *//; s/"//g')
            for _ in $(seq 600); do curl --request GET \
              --url https://queue.fal.run/fal-ai/kling-video/requests/$REQUEST_ID/status?logs=1 \
              --header "Authorization: Key $FAL_KEY" | grep -q COMPLETED && break
              sleep 0.1
            done
            curl --request GET \
              --url https://queue.fal.run/fal-ai/kling-video/requests/$REQUEST_ID/status/stream \
              --header "Authorization: Key $FAL_KEY"
            curl --request PUT \
              --url https://queue.fal.run/fal-ai/kling-video/requests/$REQUEST_ID/cancel \
              --header "Authorization: Key $FAL_KEY"
            echo
            curl --request GET \
              --url https://queue.fal.run/fal-ai/kling-video/requests/$REQUEST_ID \
              --header "Authorization: Key $FAL_KEY"
            """#)
        #expect(seen["video"]?["content_type"] == "video/mp4")
        #expect(seen["video"]?["url"]?.text != nil)
    }

    @Test("of fal's older page, without a content type", .enabled(if: isPossible))
    func falShort() throws {
        let setup = try CurlSetup()
        let seen = try setup.run(
            #"""
            curl -X POST https://queue.fal.run/fal-ai/kling-video/v3/standard/text-to-video?fal_webhook=https://127.0.0.1:1/hook \
              -H "Authorization: Key $FAL_KEY" \
              -d '{"prompt": "a cat", "duration": "3", "generate_audio": false}'
            """#)
        #expect(seen["status"] == "IN_QUEUE")
    }

    @Test("of Runflow's API and of its gallery", .enabled(if: isPossible))
    func runflow() throws {
        let setup = try CurlSetup()
        let created = try setup.run(
            #"""
            curl -X POST https://api.runflow.io/v1/models/kuaishou/kling-video/v3/standard/text-to-video/runs \
              -H "Authorization: Bearer $RUNFLOW_API_KEY" \
              -H "Content-Type: application/json" \
              -d '{
                "input": {
                  "prompt": "A lighthouse in a storm",
                  "duration": "3",
                  "aspect_ratio": "16:9",
                  "generate_audio": false
                },
                "metadata": { "shot": "010" },
                "client_ref": "page-1"
              }' > created.json
            RUN_ID=$(grep -o '"id":"[^"]*"' created.json | head -n 1 | cut -d '"' -f 4)
            for _ in $(seq 600); do curl https://api.runflow.io/v1/runs/$RUN_ID \
              -H "Authorization: Bearer $RUNFLOW_API_KEY" > run.json && grep -q succeeded run.json && break
              sleep 0.1
            done
            curl --get https://api.runflow.io/v1/runs --data-urlencode "q=client_ref.EQ:'page-1'" \
              -H "Authorization: Bearer $RUNFLOW_API_KEY"
            """#)
        #expect(created["total"] == 1)
        #expect(created["items"]?.elements?.first?["status_code"] == "succeeded")
        let older = try setup.run(
            #"""
            curl -X POST https://api.runflow.io/v1/run/kling-video/v3/standard/text-to-video \
              -H "Authorization: Bearer $RUNFLOW_API_KEY" \
              -H "Content-Type: application/json" \
              -d '{"prompt": "A lighthouse in a storm", "duration": "3", "generate_audio": false}'
            """#)
        #expect(older["video"]?["url"]?.text != nil)
    }

    @Test("of eachlabs' older and newer pages", .enabled(if: isPossible))
    func eachlabs() throws {
        let setup = try CurlSetup()
        let seen = try setup.run(
            #"""
            curl -X POST https://api.eachlabs.ai/v1/prediction/ \
              -H "Content-Type: application/json" \
              -H "X-API-Key: $EACHLABS_API_KEY" \
              -d '{
                "model": "kling-v3-standard-text-to-video",
                "version": "0.0.1",
                "input": {
                  "prompt": "A lighthouse in a storm",
                  "duration": "3",
                  "generate_audio": false
                },
                "webhook_url": ""
              }' > created.json
            ID=$(grep -o '"predictionID":"[^"]*"' created.json | cut -d '"' -f 4)
            for _ in $(seq 600); do curl https://api.eachlabs.ai/v1/prediction/$ID \
              -H "Authorization: Bearer $EACHLABS_API_KEY" > prediction.json \
              && grep -q '"status":"success"' prediction.json && break
              sleep 0.1
            done
            printf 'not a picture' > photo.png
            curl -X POST https://api.eachlabs.ai/v1/upload/presign \
              -H "Content-Type: application/json" \
              -H "X-API-Key: $EACHLABS_API_KEY" \
              -d '{
                "content_type": "image/png",
                "file_type": "image"
              }' > presign.json
            PRESIGNED_URL=$(grep -o '"presigned_url":"[^"]*"' presign.json | cut -d '"' -f 4)
            FILE_ID=$(grep -o '"x-amz-meta-file-id":"[^"]*"' presign.json | cut -d '"' -f 4)
            curl --fail -X PUT "$PRESIGNED_URL" \
              -H "Content-Type: image/png" \
              -H "x-amz-meta-file-id: $FILE_ID" \
              --data-binary @./photo.png
            cat prediction.json
            """#)
        #expect(seen["status"] == "success")
        #expect(seen["output"]?.text?.hasPrefix(setup.standIn.server.baseURL) == true)
    }
}
