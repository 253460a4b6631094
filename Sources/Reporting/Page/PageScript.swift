import DailiesDigest
import Foundation

/// The script of the page, and the policy that allows nothing else.
///
/// It only adds comfort: buttons that copy commands, and that open or close all details.
enum PageScript {
    static let source: HTML = """

        for (const button of document.querySelectorAll("button")) button.hidden = false;
        document.addEventListener("click", async event => {
          const button = event.target.closest("button");
          if (!button) return;
          if (button.dataset.open) {
            const open = button.dataset.open === "yes";
            for (const details of document.querySelectorAll(".take details")) details.open = open;
            return;
          }
          const command = button.previousElementSibling;
          try { await navigator.clipboard.writeText(command.textContent); } catch {
            getSelection().selectAllChildren(command);
            document.execCommand("copy");
          }
          button.textContent = "Copied";
          setTimeout(() => { button.textContent = "Copy"; }, 2000);
        });
        document.addEventListener("play", event => {
          for (const video of document.querySelectorAll("video")) {
            if (video !== event.target) video.pause();
          }
        }, true);

        """

    /// The page's content security policy: its own style and script, and files beside it.
    static let policy =
        "default-src 'none'; img-src 'self' file: data:; media-src 'self' file:; "
        + "style-src '\(digest(PageStyle.css))'; script-src '\(digest(source))'; "
        + "base-uri 'none'; form-action 'none'"

    private static func digest(_ markup: HTML) -> String {
        "sha256-" + SHA256Digest(of: Data(markup.description.utf8)).base64
    }
}
