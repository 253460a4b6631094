import DailiesJSON
import DailiesMedia
import DailiesStandIn
import Foundation
import Testing

@Suite("An input picture")
struct PictureTests {
    let standIn: TestStandIn

    init() throws { standIn = try TestStandIn.withExtraFeatures.get() }

    private func dataURL(_ bytes: Data) -> String {
        "data:image/png;base64,\(bytes.base64EncodedString())"
    }

    private func input(_ address: String, _ rest: String = "") -> String {
        "{\"prompt\": \"a\", \"duration\": \"3\", \"generate_audio\": false, "
            + "\"start_image_url\": \"\(address)\"\(rest)}"
    }

    @Test("determines the aspect ratio and the first frame of the clip, or its last frame")
    func frames() throws {
        let start = dataURL(paintedPNG(width: 600, height: 400))
        let end = dataURL(
            paintedPNG(width: 600, height: 400, left: [250, 250, 250], right: [5, 5, 5]))
        let addresses = try standIn.submitToFal(
            input(start, ", \"end_image_url\": \"\(end)\""), to: TestStandIn.falImage)
        let url = try #require(try standIn.falResult(addresses).json["video"]?["url"]?.text)
        let measured = try MeasuredClip(of: try standIn.get(url).body)
        let picture = try #require(measured.picture)
        #expect((picture.width, picture.height) == (1176, 784))
        let first = try #require(measured.thumbnails.first)
        let last = try #require(measured.thumbnails.last)
        // In BT.709's limited range: Y = 16 + 219 × (0.2126 R + 0.7152 G + 0.0722 B).
        #expect(abs(Int(first[3 * 16 + 3]) - 80) <= 4)
        #expect(abs(Int(first[3 * 16 + 12]) - 60) <= 4)
        #expect(last[3 * 16 + 3] > 220 && last[3 * 16 + 12] < 32)
        // The following frames move.
        #expect(MeasuredClip.distance(first, measured.thumbnails[12]) > 1)
    }

    @Test("on another host is not downloaded, and assumed to be 16:9")
    func elsewhere() throws {
        let run = try standIn.runflowRun(
            input("https://example.invalid/a.png"), at: TestStandIn.runflowImage)
        let file = try #require(run["output"]?["outputs"]?.elements?.first)
        #expect(file["width"] == 1280 && file["height"] == 720)
    }

    @Test(
        "must have a size that the model allows",
        arguments: [
            (299, 400, "image_too_small"), (400, 299, "image_too_small"),
            (760, 300, "value_error"), (300, 760, "value_error"),
        ])
    func sizes(_ width: Int, _ height: Int, _ type: String) throws {
        let reply = try standIn.post(
            TestStandIn.falImage, input(dataURL(paintedPNG(width: width, height: height))))
        #expect(reply.status == 422)
        let problem = try #require(reply.json["detail"]?.elements?.first)
        #expect(problem["loc"] == ["body", "start_image_url"])
        #expect(problem["type"] == .string(type))
        if type == "image_too_small" { #expect(problem["ctx"]?["min_width"] == 300) }
    }

    @Test("must exist and be a picture")
    func faulty() throws {
        for (address, type) in [
            ("data:image/png;base64,AAAA", "unsupported_image_format"),
            ("data:image/png,plain", "image_load_error"),
            ("\(standIn.server.baseURL)/uploads/none/a.png", "file_download_error"),
            ("ftp://example.com/a.png", "file_download_error"),
        ] {
            let reply = try standIn.post(TestStandIn.falImage, input(address))
            #expect(reply.status == 422)
            #expect(reply.json["detail"]?.elements?.first?["type"] == .string(type), "\(address)")
        }
    }

    @Test("can be uploaded to fal's storage as a whole, in parts and in the older way")
    func falStorage() throws {
        let token = try standIn.post("/storage/auth/token?storage_type=fal-cdn-v3")
        #expect(token.status == 200)
        #expect(token.json["base_url"] == .string(standIn.server.baseURL))
        let headers = [
            "Authorization":
                "\(token.json["token_type"]?.text ?? "") \(token.json["token"]?.text ?? "")",
            "Content-Type": "image/png", "X-Fal-File-Name": "a.png",
        ]
        let bytes = paintedPNG(width: 400, height: 400)
        let whole = try request(
            standIn.port, "POST", "/files/upload", headers: headers, body: bytes)
        let wholeURL = try #require(whole.json["access_url"]?.text)

        let begun = try request(standIn.port, "POST", "/files/upload/multipart", headers: headers)
        let partsURL = try #require(begun.json["access_url"]?.text)
        let id = try #require(begun.json["uploadId"]?.text)
        let half = bytes.count / 2
        let tags = try [bytes[..<half], bytes[half...]].enumerated().map { index, part in
            let reply = try standIn.put(
                "\(partsURL)/multipart/\(id)/\(index + 1)", Data(part), headers: headers)
            return try #require(reply.headers["etag"]).replacing("\"", with: "\\\"")
        }
        let list = tags.enumerated().map { "{\"partNumber\": \($0 + 1), \"etag\": \"\($1)\"}" }
        let complete = try standIn.post(
            "\(partsURL)/multipart/\(id)/complete",
            "{\"parts\": [\(list.joined(separator: ","))]}", headers: headers)
        #expect(complete.status == 200)

        let initiated = try standIn.post(
            "/storage/upload/initiate?storage_type=gcs",
            #"{"file_name": "a.png", "content_type": "image/png"}"#)
        let fileURL = try #require(initiated.json["file_url"]?.text)
        #expect(
            try standIn.put(try #require(initiated.json["upload_url"]?.text), bytes).status == 200)

        for url in [wholeURL, partsURL, fileURL] { #expect(try standIn.get(url).body == bytes) }
        #expect(try standIn.post(TestStandIn.falImage, input(partsURL)).status == 200)
    }

    @Test("is accepted by fal's storage only with a token that it issued")
    func falTokens() throws {
        let token = try standIn.post("/storage/auth/token?storage_type=fal-cdn-v3").json["token"]
        let word = try #require(token?.text)
        let good = ["Authorization": "Bearer \(word)"]
        let begun = try standIn.post("/files/upload/multipart", headers: good)
        let id = try #require(begun.json["uploadId"]?.text)
        let parts = "\(try #require(begun.json["access_url"]?.text))/multipart/\(id)"
        let refused = [
            [:], ["Authorization": "Key id:secret"], ["Authorization": "Bearer \(word)0"],
            ["Authorization": "Key \(word)"], ["Authorization": "Bearer"],
        ]
        for headers in refused {
            #expect(try standIn.post("/files/upload", headers: headers).status == 401)
            #expect(try standIn.post("/files/upload/multipart", headers: headers).status == 401)
            #expect(try standIn.put("\(parts)/1", Data([1]), headers: headers).status == 401)
            #expect(try standIn.post("\(parts)/complete", headers: headers).status == 401)
        }
        #expect(try standIn.post("/files/upload", headers: good).status == 200)
        #expect(try standIn.put("\(parts)/1", Data([1]), headers: good).status == 200)
    }

    @Test("can be uploaded to Runflow in three steps")
    func runflowAssets() throws {
        let bytes = paintedPNG(width: 500, height: 500)
        let announced = try standIn.post(
            "/v1/asset-uploads",
            "{\"filename\": \"a.png\", \"mime_type\": \"image/png\", \"size_bytes\": \(bytes.count)}"
        )
        #expect(announced.status == 201)
        let id = try #require(announced.json["asset_id"]?.text)
        let address = try #require(announced.json["upload_url"]?.text)
        #expect(try standIn.post("/v1/asset-uploads/\(id)/confirmations").status == 409)
        let type = ["Content-Type": "image/png"]
        let withKey = type.merging(["Authorization": "Bearer k"]) { first, _ in first }
        #expect(try standIn.put(address, bytes, headers: withKey).status == 400)
        #expect(try standIn.put(address, bytes, headers: type).status == 200)
        let own = "runflow://assets/\(id)"
        #expect(
            try standIn.post(TestStandIn.runflowImage, "{\"input\": \(input(own))}").status == 422)
        let confirmed = try standIn.post(
            "/v1/asset-uploads/\(id)/confirmations", #"{"folder_id": null}"#)
        #expect(confirmed.json["id"] == .string(id))
        let url = try #require(confirmed.json["url"]?.text)
        #expect(try standIn.get(url).body == bytes)
        #expect(try standIn.get("/v1/assets/\(id)").json["url"] == .string(url))
        for address in [own, url] {
            let run = try standIn.runflowRun(input(address), at: TestStandIn.runflowImage)
            let file = try #require(run["output"]?["outputs"]?.elements?.first)
            #expect(file["width"] == 960 && file["height"] == 960)
        }
        #expect(
            try standIn.post("/v1/asset-uploads", #"{"filename": "a", "size_bytes": 52428801}"#)
                .status == 422)
    }
}
