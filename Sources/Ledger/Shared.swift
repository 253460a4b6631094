/// A large value that its copies share.
///
/// The frames of an asynchronous function hold every copy that it makes for as long as it waits: a
/// thousand runs under way would hold hundreds of thousands of records.
@propertyWrapper
package struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
    private let storage: Storage

    private final class Storage: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    package init(wrappedValue: Value) { storage = Storage(wrappedValue) }

    package var wrappedValue: Value { storage.value }

    package static func == (one: Shared, other: Shared) -> Bool {
        one.storage === other.storage || one.wrappedValue == other.wrappedValue
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
