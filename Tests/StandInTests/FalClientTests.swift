import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// A Python program that uses fal's own client and prints what it received as one JSON object.
private let session = """
    import json, os, fal_client, httpx

    app = "fal-ai/kling-video/v3/standard/text-to-video"
    arguments = {"prompt": "A lighthouse", "duration": "3", "generate_audio": False}
    seen = {}

    handle = fal_client.submit(app, arguments=arguments)
    seen["request_id"] = handle.request_id
    events = list(handle.iter_events(with_logs=True, interval=0.02))
    seen["states"] = [type(event).__name__ for event in events]
    seen["logs"] = [line["message"] for line in events[-1].logs]
    seen["inference_time"] = events[-1].metrics["inference_time"]
    result = handle.get()
    seen["video"] = result["video"]
    download = httpx.get(result["video"]["url"])
    seen["downloaded"] = len(download.content)
    seen["type"] = download.headers["content-type"]

    # The same request, found by the whole name of the model.
    status = fal_client.status(app, handle.request_id, with_logs=True)
    seen["found"] = type(status).__name__
    seen["same"] = fal_client.result(app, handle.request_id) == result

    picture = fal_client.encode(open("picture.png", "rb").read(), "image/png")
    updates = []
    moved = fal_client.subscribe(
        "fal-ai/kling-video/v3/standard/image-to-video",
        arguments={"prompt": "Waves", "start_image_url": picture, "duration": "3",
                   "generate_audio": False},
        with_logs=True, on_queue_update=lambda update: updates.append(type(update).__name__))
    seen["moved"] = moved["video"]["content_type"]
    seen["updates"] = updates

    # A run that doesn't end by itself, so that no state is missed.
    endless = fal_client.submit(app, arguments=arguments, headers={"X-Dailies-Fault": "endless"})
    seen["endless"] = []
    for event in endless.iter_events(interval=0.02):
        seen["endless"].append(type(event).__name__)
        if isinstance(event, fal_client.InProgress):
            endless.cancel()
    seen["after_cancel"] = type(endless.status()).__name__

    try:
        fal_client.submit(app, arguments={"input": arguments})
    except fal_client.client.FalClientHTTPError as error:
        seen["refused"] = error.status_code

    failing = fal_client.submit(app, arguments=arguments, headers={"X-Dailies-Fault": "moderation"})
    try:
        failing.get()
    except fal_client.client.FalClientHTTPError as error:
        seen["moderated"] = error.response.json()["detail"][0]["type"]

    # The client has no environment variables for the addresses of the storage.
    fal_client.client.REST_URL = "https://" + os.environ["FAL_QUEUE_RUN_HOST"]
    fal_client.client.CDN_URL = fal_client.client.REST_URL
    bytes = open("picture.png", "rb").read()
    seen["uploaded"] = [
        httpx.get(url).content == bytes
        for url in (
            fal_client.upload_file("picture.png", fallback_repository=[]),
            fal_client.upload(bytes, "image/png", repository="fal", fallback_repository=[]))]
    fal_client.client.MULTIPART_THRESHOLD = len(bytes) // 2
    fal_client.client.MULTIPART_CHUNK_SIZE = len(bytes) // 3
    in_parts = fal_client.upload(bytes, "image/png", fallback_repository=[])
    seen["uploaded"].append(httpx.get(in_parts).content == bytes)

    seen["at_once"] = fal_client.run(app, arguments=arguments)["video"]["content_type"]
    print(json.dumps(seen))
    """

@Suite("fal's own client")
struct FalClientTests {
    @Test(
        "submits, polls, reads logs, cancels, uploads and downloads the video",
        .enabled(
            if: ExternalProgram.areInstalled(ExternalProgram.openssl)
                && ExternalProgram.python != nil,
            "needs OpenSSL and Python with fal-client; Tests/run.sh sets them up"))
    func everything() throws {
        let folder = try TemporaryFolder()
        let certificate = try TestCertificate(in: folder)
        try folder.write(paintedPNG(width: 400, height: 400), as: "picture.png")
        let standIn = try DailiesProcess(
            [
                "stand-in", "--latency", "0.2", "--tls-certificate", certificate.certificatePath,
                "--tls-key", certificate.keyPath,
            ], in: folder.path)
        defer {
            standIn.signal(SIGTERM)
            _ = standIn.finish()
        }
        let ready = try JSONValue(parsing: Data(try #require(standIn.line()).utf8))
        let host = try #require(ready["fal"]?.text).replacing("https://", with: "")
        let python = try #require(ExternalProgram.python)
        let synchronous = try #require(ready["fal-run"]?.text)
        let client = try ExternalProgram.run(
            python, ["-c", session], in: folder,
            environment: [
                "FAL_KEY": "id:secret", "FAL_QUEUE_RUN_HOST": host,
                "FAL_RUN_HOST": synchronous.replacing("https://", with: ""),
                "SSL_CERT_FILE": certificate.certificatePath,
            ])
        try #require(client.status == 0, "\(client.errorOutput)")
        let seen = try JSONValue(parsing: Data(client.output.utf8))
        let states = (seen["states"]?.elements ?? []).map { $0.text ?? "" }
        #expect(states.last == "Completed")
        #expect(Set(states).isSubset(of: ["Queued", "InProgress", "Completed"]))
        let endless = (seen["endless"]?.elements ?? []).map { $0.text ?? "" }
        #expect(endless.last == "Completed" && endless.contains("InProgress"))
        #expect(seen["logs"]?.elements?.last == "Done")
        #expect(try #require(seen["inference_time"]?.number) > 0)
        #expect(seen["video"]?["file_size"] == seen["downloaded"])
        #expect(seen["type"] == "video/mp4")
        #expect(seen["found"] == "Completed" && seen["same"] == true)
        #expect(seen["moved"] == "video/mp4")
        #expect(seen["updates"]?.elements?.last == "Completed")
        #expect(seen["after_cancel"] == "Completed")
        #expect(seen["refused"] == 422)
        #expect(seen["moderated"] == "content_policy_violation")
        #expect(seen["uploaded"] == [true, true, true])
        #expect(seen["at_once"] == "video/mp4")
    }
}
