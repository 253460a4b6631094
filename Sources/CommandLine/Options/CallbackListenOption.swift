import DailiesCallbacks
import Foundation

extension OptionReader {
    /// Where to listen for callbacks; `nil` where the option isn't given.
    mutating func callbackListener() -> CallbackReceiver.Options? {
        option(
            "callback-listen", .callbackListener,
            "listen for callbacks on this port, at 127.0.0.1 unless an address is given")
    }
}

extension OptionValue<CallbackReceiver.Options> {
    /// A port, or an address and a port; an IPv6 address can stand in brackets.
    fileprivate static var callbackListener: OptionValue {
        OptionValue("[ADDRESS:]PORT", expected: "a port, such as 8787 or 0.0.0.0:8787") { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard let port = parts.last.flatMap({ UInt16($0) }) else { return nil }
            guard parts.count > 1 else { return CallbackReceiver.Options(port: port) }
            let address = parts.dropLast().joined(separator: ":")
                .trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
            return CallbackReceiver.Options(address: address, port: port)
        }
    }
}
