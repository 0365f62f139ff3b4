import Foundation

/// The shop's Siri webhook: one sentence out, one answer back, sent once more under the same id if it was lost.
struct Shop {
    /// Your own server, from the app's Info.plist.
    static var ownAddress: URL {
        let told = Bundle.main.object(forInfoDictionaryKey: "ShopAddress") as? String
        guard let url = told.flatMap(URL.init(string:)), url.scheme == "https" else {
            preconditionFailure("ShopAddress in Info.plist has to be an https address")
        }
        return url
    }

    let address: URL
    let token: String
    var session: URLSession = .shared

    func ask(_ sentence: String, conversationID: String?) async throws -> Answer {
        let said = Said(
            text: String(sentence.prefix(Said.longestText)),
            locale: Locale.current.identifier,
            conversationID: conversationID,
            requestID: UUID().uuidString
        )
        do {
            return try await send(said)
        } catch let error as URLError where error.code != .cancelled {
            // The same id: if the shop has answered already, it answers the same, and nothing is done twice.
            return try await send(said)
        }
    }

    private func send(_ said: Said) async throws -> Answer {
        var request = URLRequest(url: address.appending(path: "webhooks/siri"), timeoutInterval: 10)
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONEncoder().encode(said)
        let (body, response) = try await session.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode else { throw URLError(.badServerResponse) }
        guard status == 200 else {
            // Every refusal says in words what the shopper can do about it.
            let refusal = try? JSONDecoder().decode(Refusal.self, from: body)
            throw ShopRefused(speech: refusal?.speech ?? "Sorry, the shop can't be reached just now.")
        }
        return try JSONDecoder().decode(Answer.self, from: body)
    }
}

/// What is sent; the names are those of the API.
struct Said: Encodable {
    static let longestText = 500

    let text: String
    let locale: String
    let conversationID: String?
    let requestID: String

    enum CodingKeys: String, CodingKey {
        case text
        case locale
        case conversationID = "conversation_id"
        case requestID = "request_id"
    }
}

/// What comes back.
struct Answer: Decodable {
    let speech: String
    let display: String
    let expectsReply: Bool
    let conversationID: String
    let link: URL?

    enum CodingKeys: String, CodingKey {
        case speech
        case display
        case expectsReply = "expects_reply"
        case conversationID = "conversation_id"
        case link
    }
}

struct Refusal: Decodable {
    let speech: String

    enum CodingKeys: String, CodingKey {
        case speech
    }
}

/// Siri speaks the words of an error that is localised.
struct ShopRefused: Error, CustomLocalizedStringResourceConvertible {
    let speech: String

    var localizedStringResource: LocalizedStringResource { "\(speech)" }
}
