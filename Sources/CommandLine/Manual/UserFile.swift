/// A file or folder of the user's that the program reads or writes, for the manual page.
struct UserFile: Hashable, Sendable {
    let path: String
    let purpose: String

    static let all = [
        UserFile(
            path: "~/.config/dailies/settings.json",
            purpose:
                "The caps of sessions, productions, nights and months, and the amount from which "
                + "run asks."),
        UserFile(
            path: "~/.config/dailies/budget.sqlite",
            purpose: "What all productions bought under the caps of the night and the month."),
        UserFile(
            path: "~/.config/dailies/models",
            purpose: "Model files of your own, beside those of presets."),
        UserFile(
            path: "~/.config/dailies/presets",
            purpose: "Looks and purposes of your own, which lists name."),
        UserFile(
            path: "~/.config/dailies/prices",
            purpose: "Price files of your own, beside those of presets."),
        UserFile(
            path: "/usr/share/dailies/presets",
            purpose:
                "Models, looks, purposes, prices, limits of providers and JSON Schemas; under another "
                + "prefix than /usr where dailies is installed there, and in a checkout beside Sources."
        ),
        UserFile(
            path: "/etc/ssl/certs/ca-certificates.crt",
            purpose: "The certificates by which providers are recognised."),
        UserFile(
            path: "TITLE/",
            purpose:
                "A production, beside its list: the ledger, takes, joined shots, the film, exports "
                + "and the report."),
    ]
}
