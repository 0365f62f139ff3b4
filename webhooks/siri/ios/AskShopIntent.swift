import AppIntents
import SwiftUI

/// "Ask Alder & Quay": one sentence to the shop, its answer spoken, and asked on as long as it has a question.
struct AskShopIntent: AppIntent {
    static let title: LocalizedStringResource = "Ask the shop"
    static let description = IntentDescription("Find things, fill your cart and hear about your orders, by voice.")
    static let openAppWhenRun = false
    static let authenticationPolicy: IntentAuthenticationPolicy = .requiresAuthentication

    @Parameter(title: "What do you need?", requestValueDialog: "What do you need?")
    var sentence: String

    static var parameterSummary: some ParameterSummary {
        Summary("Ask the shop \(\.$sentence)")
    }

    @MainActor
    func perform() async throws -> some IntentResult & ProvidesDialog & ShowsSnippetView {
        guard let token = DeviceToken.read() else {
            return .result(dialog: "Open the app first, and put in the token of your account page.", view: AnswerView())
        }
        let shop = Shop(address: Shop.ownAddress, token: token)
        var answer = try await shop.ask(sentence, conversationID: nil)
        while answer.expectsReply {
            // Siri speaks the question and listens; a shopper who says nothing ends the intent here.
            sentence = try await $sentence.requestValue(IntentDialog(stringLiteral: answer.speech))
            answer = try await shop.ask(sentence, conversationID: answer.conversationID)
        }
        return .result(
            dialog: IntentDialog(full: "\(answer.speech)", supporting: "\(answer.display)"),
            view: AnswerView(display: answer.display, link: answer.link)
        )
    }
}

/// What Siri can be told without any setting up.
struct ShopShortcuts: AppShortcutsProvider {
    static var appShortcuts: [AppShortcut] {
        AppShortcut(
            intent: AskShopIntent(),
            phrases: ["Ask \(.applicationName)", "Shop with \(.applicationName)"],
            shortTitle: "Ask the shop",
            systemImageName: "cart"
        )
    }
}

/// The answer at length, and the way to finish the order. A link is opened by a tap, never by itself.
struct AnswerView: View {
    var display = ""
    var link: URL?

    var body: some View {
        VStack(alignment: .leading, spacing: 12) {
            Text(verbatim: display)
            if let link {
                Link("Finish in the browser", destination: link)
            }
        }
        .padding()
    }
}
