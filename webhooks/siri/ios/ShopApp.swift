import SwiftUI

/// The whole app: a place to put the token in. Everything else happens in Siri.
@main
struct ShopApp: App {
    var body: some Scene {
        WindowGroup { TokenView() }
    }
}

struct TokenView: View {
    @State private var token = ""
    @State private var isLinked = DeviceToken.read() != nil

    var body: some View {
        Form {
            if isLinked {
                Text("This device speaks for you. Say “Ask the shop”.")
                Button("Unlink this device", role: .destructive) {
                    DeviceToken.forget()
                    isLinked = false
                }
            } else {
                Section("Token of your account page") {
                    SecureField("Token", text: $token)
                    Button("Link this device") {
                        isLinked = DeviceToken.keep(token)
                        token = ""
                    }
                    .disabled(token.isEmpty)
                }
            }
        }
    }
}
