/// The statistics of the stand-in.
struct Stats: Decodable {
    let submissions: Int
    let byProvider: [String: Int]
    let polls: Int
    let downloads: Int
    let cancels: Int
    let faultsInjected: Int
}
