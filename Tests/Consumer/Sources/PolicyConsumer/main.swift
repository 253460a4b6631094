import DailiesPolicy

// One import is enough for policies, expectations and verdicts.
let xml = """
    <policy type="and" name="H.264">
      <rule name="codec" value="Format" tracktype="Video" occurrence="1" operator="=">AVC</rule>
    </policy>
    """
let policy = try MediaConchPolicy(xml: xml.utf8)
let path = CommandLine.arguments.dropFirst().first ?? "film.mp4"
let verification = MediaFile(path: path).verify(
    against: Expectation(duration: MediaTime(seconds: 5)), rules: [policy.checks])
print(verification)
