import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("eachlabs' API")
struct EachlabsTests {
    let standIn: TestStandIn

    init() throws { standIn = try TestStandIn.withExtraFeatures.get() }

    @Test("creates a prediction and reports its result")
    func lifecycle() throws {
        let done = try standIn.prediction(headers: ["X-API-Key": "key"])
        let id = try #require(done["id"]?.text)
        #expect(done["status"] == "success")
        #expect(done["metrics"]?["cost"] == .number(0.252))
        #expect(done["metrics"]?["predict_time"]?.number != nil)
        #expect(done["input"]?["prompt"] == "A lighthouse")
        let address = "\(standIn.server.baseURL)/v1/prediction/\(id)"
        #expect(done["urls"]?["get"] == .string(address))
        #expect(done["urls"]?["cancel"] == .string(address + "/cancel"))
        let url = try #require(done["output"]?.text)
        #expect(try standIn.get(url).headers["content-type"] == "video/mp4")
        let listed = try standIn.get("/v1/executions").json["executions"]?.elements ?? []
        #expect(listed.contains { $0["id"] == .string(id) && $0["input"] == done["input"] })
        #expect(try standIn.post("/v1/prediction/\(id)/cancel").status == 409)
    }

    @Test("accepts both forms of the path and of the key, and no other")
    func spellings() throws {
        let slow = try TestStandIn(latency: .seconds(3600), extraFeatures: [.cancellation])
        let body = #"{"model": "kling-v3-pro-text-to-video", "input": {"prompt": "a"}}"#
        for (path, headers, status) in [
            ("/v1/prediction", ["X-API-Key": "k"], 200),
            ("/v1/prediction/", ["Authorization": "Bearer k"], 200),
            ("/v1/prediction/", [:], 200),
            ("/v1/prediction/", ["Authorization": "Key k"], 401),
        ] {
            let reply = try slow.post(path, body, headers: headers)
            #expect(reply.status == status)
            if status == 200 {
                #expect(reply.json["status"] == "success")
                let id = try #require(reply.json["predictionID"]?.text)
                #expect(
                    ["created", "starting", "processing"].contains(
                        try slow.get("/v1/prediction/\(id)").json["status"]?.text ?? ""))
                #expect(try slow.post("/v1/prediction/\(id)/cancel").status == 200)
                #expect(
                    try slow.get("/v1/prediction/\(id)").json["status"] == "cancelled")
            } else {
                #expect(reply.json["message"]?.text != nil)
            }
        }
        #expect(try slow.stats().cancels == 3)
        #expect(try slow.stats().byProvider["eachlabs"] == 3)
    }

    @Test(
        "refuses invalid requests",
        arguments: [
            (#"{"input": {"prompt": "a"}}"#, 400, "model field is required"),
            (#"{"model": "kling-9", "input": {"prompt": "a"}}"#, 404, "Model not found"),
            (#"{"model": "kling-v3-pro-text-to-video"}"#, 400, "Invalid input for model"),
            (
                #"{"model": "kling-v3-pro-text-to-video", "input": {"prompt": "a", "duration": 5}}"#,
                400, "Invalid input for model"
            ),
            (
                """
                {"model": "kling-v3-pro-text-to-video", "input": {"multi_prompt": [
                 {"prompt": "a", "duration": "1"}, {"prompt": "a", "duration": "1"},
                 {"prompt": "a", "duration": "1"}, {"prompt": "a", "duration": "1"},
                 {"prompt": "a", "duration": "1"}, {"prompt": "a", "duration": "1"}]}}
                """, 400, "Invalid input for model"
            ),
            (
                #"{"model": "kling-v3-pro-image-to-video", "input": {"prompt": "a","#
                    + #" "start_image_url": "data:image/png;base64,AAAA"}}"#,
                400, "Invalid input for model"
            ),
            (
                #"{"model": "kling-v3-pro-image-to-video", "input": {"prompt": "a","#
                    + #" "start_image_url": "http://example.com/a.png"}}"#,
                400, "Invalid input for model"
            ),
            ("nope", 400, "Invalid request body"),
        ])
    func refusals(_ body: String, _ status: Int, _ error: String) throws {
        let reply = try standIn.post("/v1/prediction", body)
        #expect(reply.status == status)
        #expect(reply.json["message"] == .string(error))
        #expect(reply.headers["x-request-id"] != nil)
    }

    @Test("accepts pictures by presigned upload with exactly the required headers")
    func upload() throws {
        let reply = try standIn.post("/v1/upload/presign", #"{"content_type": "image/png"}"#)
        #expect(reply.status == 200)
        let address = try #require(reply.json["presigned_url"]?.text)
        let place = try #require(reply.json["public_url"]?.text)
        var headers = ["Content-Type": "image/png"]
        let bytes = paintedPNG(width: 600, height: 400)
        #expect(try standIn.put(address, bytes, headers: headers).status == 403)
        for (name, value) in reply.json["required_headers"]?.members ?? [:] {
            headers[name] = value.text
        }
        #expect(try standIn.put(address, bytes, headers: headers).status == 200)
        #expect(try standIn.get(place).body == bytes)
        let body =
            "{\"model\": \"kling-v3-standard-image-to-video\", \"input\": {\"prompt\": \"a\","
            + " \"start_image_url\": \"\(place)\", \"duration\": \"3\"}}"
        #expect(try standIn.post("/v1/prediction", body).status == 200)
        let id = try #require(reply.json["id"]?.text)
        #expect(try request(standIn.port, "DELETE", "/v1/files/\(id)").status == 200)
        #expect(try standIn.post("/v1/prediction", body).status == 400)
        #expect(try standIn.post("/v1/upload/presign", "{}").status == 400)
    }
}
