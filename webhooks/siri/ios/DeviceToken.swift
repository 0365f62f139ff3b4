import Foundation
import Security

/// The device's token in the Keychain: on this device only, and only while it is unlocked.
enum DeviceToken {
    private static let item: [String: Any] = [
        kSecClass as String: kSecClassGenericPassword,
        kSecAttrService as String: "aisle.device-token",
    ]

    static func read() -> String? {
        var query = item
        query[kSecReturnData as String] = true
        var found: CFTypeRef?
        guard SecItemCopyMatching(query as CFDictionary, &found) == errSecSuccess, let data = found as? Data else {
            return nil
        }
        return String(data: data, encoding: .utf8)
    }

    /// False if the Keychain did not take it.
    @discardableResult
    static func keep(_ token: String) -> Bool {
        forget()
        var added = item
        added[kSecValueData as String] = Data(token.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        added[kSecAttrAccessible as String] = kSecAttrAccessibleWhenUnlockedThisDeviceOnly
        return SecItemAdd(added as CFDictionary, nil) == errSecSuccess
    }

    static func forget() {
        SecItemDelete(item as CFDictionary)
    }
}
