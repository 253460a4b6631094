extension DailiesReport {
    /// The report as an HTML page.
    ///
    /// It loads nothing but the media files next to it: style, script and small pictures are in the
    /// page. Without scripts only the buttons are missing.
    package var html: String {
        let pictures = PagePictures(of: self)
        let sections: [HTML] = [
            firstScreen, shotIndex, "\(shots.map { $0.section(pictures, clips: clips) })",
            seamSection(pictures), claimSection, leftoverSection, disclosureSection,
            sessionSection,
        ]
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(PageScript.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · dailies</title>
            <style>\(PageStyle.css)</style>
            </head>
            <body>
            \(pageHeader)
            <main>
            \(sections.filter { !$0.description.isEmpty })
            </main>
            <footer><p>Written by dailies \(writtenAt.asTime). The media files are beside this page.</p></footer>
            <script>\(PageScript.source)</script>
            </body>
            </html>
            """
        return page.description + "\n"
    }

    /// The clips of the film that is there, by the names of their takes.
    private var clips: [String: FilmEntry.ClipEntry] {
        Dictionary(
            ((film ?? partialFilm)?.clips ?? []).map { ($0.take, $0) },
            uniquingKeysWith: { first, _ in first })
    }
}
