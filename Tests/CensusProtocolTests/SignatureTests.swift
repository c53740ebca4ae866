import CensusProtocol
import Testing

@Suite("A signature")
struct SignatureTests {
  private let vectors = BundleVectors.all

  @Test("of another implementation is accepted for exactly its bytes")
  func otherImplementation() throws {
    let key = try #require(VerifyingKey(vectors.publicKey))
    #expect(key.fingerprint.description == vectors.fingerprint)
    for vector in vectors.valid {
      let signature = try #require(Signature(vector.signature))
      var bytes = Array(vector.document.utf8)
      #expect(key.accepts(signature, for: bytes))
      bytes[bytes.count / 2] ^= 0x20
      #expect(!key.accepts(signature, for: bytes))
    }
  }

  @Test("is the one that RFC 8032 defines, for the same key and bytes")
  func deterministic() throws {
    let key = try #require(SigningKey(vectors.secretKey))
    for vector in vectors.valid {
      #expect(try key.sign(Array(vector.document.utf8)).description == vector.signature)
    }
  }

  @Test("of one key is not accepted by another")
  func otherKey() throws {
    let signature = try SigningKey.random().sign([1, 2, 3])
    #expect(!SigningKey.random().verifyingKey.accepts(signature, for: [1, 2, 3]))
  }

  @Test(
    "is not read from text that is not the base64 of 64 bytes",
    arguments: ["", "AAAA", "no base64!", String(repeating: "A", count: 86) + "=="].dropLast())
  func malformed(text: String) {
    #expect(Signature(text) == nil)
  }

  @Test("survives its text form")
  func textForm() throws {
    let key = SigningKey.random()
    let signature = try key.sign([4, 5, 6])
    #expect(Signature(signature.description) == signature)
    #expect(VerifyingKey(key.verifyingKey.description) == key.verifyingKey)
    #expect(try SigningKey(key.secretText)?.sign([4, 5, 6]) == signature)
  }

  @Test("is not read from base64 with stray bits or line breaks")
  func strictBase64() throws {
    let text = try SigningKey.random().sign([7]).description
    // 64 bytes leave four unused bits in the last digit; any of them set is another text.
    let stray = text.dropLast(3) + "B=="
    #expect(Signature(String(stray)) == nil)
    #expect(Signature(text + "\n") == nil)
  }
}
