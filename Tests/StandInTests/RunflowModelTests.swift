import DailiesJSON
import DailiesMedia
import DailiesStandIn
import Foundation
import Testing

@Suite("Runflow's models")
struct RunflowModelTests {
    let standIn: TestStandIn

    init() throws { standIn = try TestStandIn.shared.get() }

    private func complaints(_ input: String) throws -> [String] {
        let reply = try standIn.post(TestStandIn.runflowImage, "{\"input\": \(input)}")
        #expect(reply.status == 422)
        return try reply.decoded(as: ErrorBody.self).errors.map(\.field).sorted()
    }

    private static let start = #""start_image_url": "https://example.com/a.png""#

    @Test(
        "with a start picture report the field that is invalid",
        arguments: [
            (#"{"prompt": "a"}"#, ["input.start_image_url"]),
            (
                #"{"prompt": "a", "image_url": "https://example.com/a.png"}"#,
                ["input.image_url", "input.start_image_url"]
            ),
            ("{\"prompt\": \"a\", \(start), \"aspect_ratio\": \"16:9\"}", ["input.aspect_ratio"]),
            (
                "{\"multi_prompt\": [{\"prompt\": \"a\"}], \(start)}", ["input.shot_type"]
            ),
            (
                "{\"multi_prompt\": [{\"prompt\": \"a\"}], \"shot_type\": \"customize\", \(start), "
                    + "\"end_image_url\": \"https://example.com/b.png\"}", ["input.end_image_url"]
            ),
            (
                "{\"prompt\": \"a\", \(start), \"elements\": [{}]}",
                ["input.elements.0.frontal_image_url"]
            ),
            (
                "{\"prompt\": \"a\", \(start), \"elements\": [{\"frontal_image_url\": "
                    + "\"https://example.com/c.png\", \"reference_image_urls\": []}]}",
                ["input.elements.0.reference_image_urls"]
            ),
            (
                "{\"prompt\": \"a\", \(start), \"elements\": [{\"video_url\": "
                    + "\"https://example.com/c.mp4\"}, {\"video_url\": \"https://example.com/d.mp4\"}]}",
                ["input.elements"]
            ),
            (
                "{\"prompt\": \"a\", \(start), \"voice_ids\": [\"1\", \"2\", \"3\"]}",
                ["input.voice_ids"]
            ),
        ])
    func imageRules(_ input: String, _ fields: [String]) throws {
        #expect(try complaints(input) == fields)
    }

    @Test("accept the field of the gallery's sample only at the older endpoint")
    func gallerySample() throws {
        let input = #"{"prompt": "a", "duration": "3", "image_url": "https://example.com/a.png"}"#
        let path = "/v1/run/kling-video/v3/standard/image-to-video"
        #expect(try standIn.post(path, input).json["video"]?["url"]?.text != nil)
        #expect(try complaints(input).contains("input.image_url"))
    }

    @Test(
        "have only the paths that the pages document",
        arguments: [
            "/v1/run/kuaishou/kling-video/v3/pro/text-to-video",
            "/v1/models/kling-video/v3/pro/text-to-video/runs",
        ])
    func pagePaths(_ path: String) throws {
        #expect(try standIn.post(path, #"{"prompt": "a", "duration": "3"}"#).status == 404)
        #expect(try standIn.post(path, #"{"input": {"prompt": "a"}}"#).status == 404)
    }

    @Test(
        "refuse fields that the page doesn't document",
        arguments: [
            (#"{"input": {"prompt": "a", "nonsense": 1}}"#, "input.nonsense"),
            (#"{"input": {"prompt": "a", "voice_ids": ["v"]}}"#, "input.voice_ids"),
            (#"{"input": {"prompt": "a"}, "client_ref": "r"}"#, "client_ref"),
        ])
    func unknownFields(_ body: String, _ field: String) throws {
        let reply = try standIn.post(TestStandIn.runflowText, body)
        #expect(reply.status == 422)
        #expect(try reply.decoded(as: ErrorBody.self).errors.map(\.field) == [field])
    }

    @Test(
        "have endpoints that the page doesn't document only if their feature is on",
        arguments: ["/v1/runs", "/v1/runs/statuses", "/v1/health", "/v1/credit-balances"])
    func beyondThePage(_ path: String) throws {
        #expect(try standIn.get(path).status == 404)
        #expect(try TestStandIn.withExtraFeatures.get().get(path).status == 200)
    }

    @Test(
        "respond with the clip at the older endpoint",
        arguments: [
            ("kling-video/v3/standard/text-to-video", ""),
            (
                "kling-video/v3/standard/image-to-video",
                #", "start_image_url": "https://example.com/a.png""#
            ),
        ])
    func runAndWait(_ model: String, _ rest: String) throws {
        let body =
            "{\"prompt\": \"Waves\", \"duration\": \"3\", \"generate_audio\": false\(rest)}"
        let reply = try standIn.post("/v1/run/\(model)", body)
        #expect(reply.status == 200)
        let url = try #require(reply.json["video"]?["url"]?.text)
        #expect(try standIn.get(url).headers["content-type"] == "video/mp4")
        #expect(try standIn.post("/v1/run/\(model)", "{}").status == 422)
    }

    @Test(
        "of the standard tier deliver smaller frames",
        arguments: [("16:9", 1280, 720), ("9:16", 720, 1280), ("1:1", 960, 960)])
    func standardTier(_ ratio: String, _ width: Int, _ height: Int) throws {
        let run = try standIn.runflowRun(
            "{\"prompt\": \"A\", \"duration\": \"3\", \"aspect_ratio\": \"\(ratio)\"}")
        #expect(run["cost"] == "0.378")
        let file = try #require(run["output"]?["outputs"]?.elements?.first)
        #expect(file["width"] == .integer(width) && file["height"] == .integer(height))
        let url = try #require(file["url"]?.text)
        let picture = try #require(try MeasuredClip(of: try standIn.get(url).body).picture)
        #expect((picture.width, picture.height) == (width, height))
    }

    @Test("have runs that an administrator can cancel")
    func cancellation() throws {
        let slow = try TestStandIn(latency: .seconds(3600), extraFeatures: [.cancellation])
        let created = try slow.post(
            TestStandIn.runflowText, "{\"input\": \(TestStandIn.input)}")
        let id = try #require(created.json["id"]?.text)
        let path = "/v1/admin/runs/\(id)/cancellation"
        #expect(try slow.post(path, #"{"reason": "test"}"#).status == 201)
        #expect(try slow.post(path, #"{"reason": "test"}"#).status == 200)
        #expect(try slow.get("/v1/runs/\(id)").json["status_code"] == "cancelled")
    }
}
