import DailiesJSON
import DailiesPlanning
import DailiesShotList

extension RunRequest {
    /// The prompts and every other field of the request, by the names of shot lists.
    var listing: HTML {
        var rows: [(String, String)] = []
        switch content {
        case .prompt(let prompt): rows.append(("prompt", prompt))
        case .multiPrompt(let elements):
            for element in elements {
                rows.append(("prompt, \(element.duration) s", element.prompt))
            }
        }
        let others = (json.members ?? [:]).filter { !["prompt", "multi_prompt"].contains($0.key) }
        rows += others.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text ?? $0.value.line) }
        let items = rows.map { name, value -> HTML in "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
        }
        return "<dl class=\"request\">\(items)</dl>"
    }
}
