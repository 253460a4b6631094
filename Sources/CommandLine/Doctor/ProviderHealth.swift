import DailiesGeneration
import DailiesHTTP
import Foundation

/// Looks at the keys and addresses of the providers; no key is shown or sent.
struct ProviderHealth {
    let environment: [String: String]
    /// Whether providers with a key are asked whether they answer.
    let isOnline: Bool

    func checks() async -> [HealthCheck] {
        let identities = ProviderRegistry.all.map { $0.identity }
        var checks = Self.grouped(identities.map { ($0.name, keyCheck($0)) })
        if checks.allSatisfy({ $0.result == .absent }), let first = identities.first {
            checks.append(
                HealthCheck(
                    "keys", .absent,
                    "there is no key: dailies run can't buy, rehearse works without",
                    fix:
                        "export \(first.keyVariables.first?.first ?? "")=…, from the provider's website"
                ))
        }
        guard isOnline else { return checks }
        let client = HTTPClient()
        var asked: Set<String> = []
        for identity in identities where identity.key(in: environment) != nil {
            guard
                let access = try? ProviderAccess(
                    identity, environment: environment, client: client),
                asked.insert(access.main).inserted
            else { continue }
            checks.append(await answer(identity, access, client))
        }
        return checks
    }

    /// Checks of several providers that found the same are one, with all their names.
    static func grouped(_ checks: [(provider: String, check: HealthCheck)]) -> [HealthCheck] {
        var groups: [(names: [String], check: HealthCheck)] = []
        for (name, check) in checks {
            if let index = groups.firstIndex(where: { $0.check == check }) {
                groups[index].names.append(name)
            } else {
                groups.append(([name], check))
            }
        }
        return groups.map { names, check in
            HealthCheck(
                check.subject, check.result, "\(names.joined(separator: ", ")): \(check.found)",
                fix: check.fix)
        }
    }

    /// What was found about a provider's key and addresses.
    ///
    /// The provider's name isn't in it, so that equal results of several providers can be told in one line.
    private func keyCheck(_ identity: ProviderIdentity) -> HealthCheck {
        let subject = "key"
        do {
            _ = try ProviderAccess(identity, environment: environment, client: HTTPClient())
        } catch {
            return HealthCheck(
                subject, .fail, "\(error)",
                fix: "unset the variable, or set it to the provider's address")
        }
        // The address itself isn't shown: it may contain a password.
        let overridden = identity.addresses.filter { environment[$0.variable]?.isEmpty == false }
            .map { "; \($0.variable) overrides an address" }.joined()
        guard let key = identity.key(in: environment) else {
            let set = identity.keyVariables.joined().filter { environment[$0]?.isEmpty == false }
            guard let half = set.first else {
                return HealthCheck(
                    subject, .absent,
                    "no key in \(identity.keyVariablesText)\(overridden)")
            }
            return HealthCheck(
                subject, .warn, "\(half) is set alone",
                fix: "set \(identity.keyVariablesText)")
        }
        let names = key.variables.joined(separator: " and ")
        if let fault = Self.fault(inKey: key.text) {
            return HealthCheck(
                subject, .warn, "the key in \(names) \(fault)",
                fix: "set \(names) to the key alone, as the provider's website shows it")
        }
        return HealthCheck(subject, .ok, "a key in \(names)\(overridden)")
    }

    /// Why a text doesn't look like a key; `nil` if it does.
    static func fault(inKey key: String) -> String? {
        if key.contains(where: \.isWhitespace) { return "contains spaces or line breaks" }
        if key.contains(where: { "\"'“”‘’".contains($0) }) { return "contains quotation marks" }
        if !key.allSatisfy(\.isASCII) || key.contains("...") { return "looks like a placeholder" }
        if key.count < 8 { return "is very short" }
        return nil
    }

    /// Whether a provider answers, and how far the clocks are apart.
    private func answer(
        _ identity: ProviderIdentity, _ access: ProviderAccess, _ client: HTTPClient
    ) async -> HealthCheck {
        let request = HTTPRequest(.get, access.main, deadline: .seconds(10))
        do {
            let response = try await client.send(request)
            let now = Date()
            guard let theirs = response.date else {
                return HealthCheck("answer", .ok, "\(identity.name): \(access.main) answers")
            }
            return Self.answer(
                "\(identity.name): \(access.main)", apart: now.timeIntervalSince(theirs))
        } catch {
            return HealthCheck(
                "answer", .fail, "\(identity.name): \(access.main) can't be reached: \(error)",
                fix: "look at the network, the proxy (https_proxy) and the firewall")
        }
    }

    /// - Parameter apart: how many seconds this clock is ahead of the provider's.
    static func answer(_ provider: String, apart: Double) -> HealthCheck {
        let seconds = Int(abs(apart).rounded())
        guard seconds > 60 else { return HealthCheck("answer", .ok, "\(provider) answers") }
        return HealthCheck(
            "answer", .warn,
            "\(provider) answers, and this clock is \(seconds) s \(apart > 0 ? "ahead" : "behind")",
            fix: MachineHealth.clockFix)
    }
}
