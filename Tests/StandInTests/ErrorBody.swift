/// The body of Runflow's error responses.
struct ErrorBody: Decodable {
    let code: String
    let message: String
    let errors: [Problem]

    struct Problem: Decodable {
        let field: String
        let message: String
    }
}
