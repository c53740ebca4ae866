import Foundation
import TestSupport
import Testing

@testable import CensusProtocol

/// Blind RSA hides perfectly: whatever the issuer saw could have become any token. So for every pair of
/// an issuance and a token under one key there is a blinding factor that turns the one into the other
/// (RFC 9474, section 7.1). Python's integers judge; they share no code with ours.
@Suite("What the issuer saw")
struct UnlinkabilityTests {
  private struct Transcript: Encodable {
    let modulus: String
    let blinded: String
    let signed: String
    let input: String
    let authenticator: String
  }

  private func transcript(_ issuer: TestIssuer, _ tier: ContributorTier) throws -> Transcript {
    let made = try issuer.token(tier)
    return Transcript(
      modulus: hexadecimal(try issuer.key(tier).publicKey.modulus),
      blinded: hexadecimal(made.request.blindedMessage), signed: hexadecimal(made.response.encoded),
      input: hexadecimal(made.token.input), authenticator: hexadecimal(made.token.authenticator))
  }

  /// How many pairs of an issuance and a token a blinding factor links, and how many do not, and
  /// whether any factor links two pairs.
  private func judge(_ transcripts: [Transcript]) throws -> (
    linked: Int, unlinked: Int, factors: Int
  ) {
    let script = """
      import hashlib, json, math, sys
      E = 65537
      def mgf(seed, length):
          return b"".join(hashlib.sha384(seed + i.to_bytes(4, "big")).digest()
                          for i in range(length // 48 + 1))[:length]
      def is_pss(message, encoded):
          # RFC 8017, section 9.1.2, with a salt of 48 bytes and 2047 bits.
          em = encoded.to_bytes(256, "big")
          masked, digest = em[:207], em[207:255]
          block = bytearray(a ^ b for a, b in zip(masked, mgf(digest, 207)))
          block[0] &= 0x7f
          salt = bytes(block[159:])
          inner = b"\\0" * 8 + hashlib.sha384(message).digest() + salt
          return (em[255] == 0xbc and masked[0] < 0x80 and block[:159] == b"\\0" * 158 + b"\\1"
                  and hashlib.sha384(inner).digest() == digest)
      rows = json.load(sys.stdin)
      linked = unlinked = 0
      factors = set()
      for issuance in rows:
          n, blinded, signed = (int(issuance[k], 16) for k in ("modulus", "blinded", "signed"))
          assert pow(signed, E, n) == blinded, "the issuer's answer is no signature"
          for token in rows:
              signature = int(token["authenticator"], 16)
              encoded = pow(signature, E, n)
              factor = signed * pow(signature, -1, n) % n
              # The factor is a unit, and blinding this token's encoding with it gives what the issuer saw.
              if (is_pss(bytes.fromhex(token["input"]), encoded) and math.gcd(factor, n) == 1
                      and encoded * pow(factor, E, n) % n == blinded):
                  linked += 1
                  factors.add(factor)
              else:
                  unlinked += 1
      print(linked, unlinked, len(factors))
      """
    let command = try run(
      URL(filePath: "/usr/bin/python3"), ["-c", script],
      input: try JSONEncoder().encode(transcripts))
    #expect(command.status == 0, "\(command.errors)")
    let numbers = command.text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(numbers.count == 3)
    return (numbers[0], numbers[1], numbers[2])
  }

  @Test("fits every token of the epoch equally: all pairs are linked by a blinding factor")
  func allPairs() throws {
    let issuer = try TestIssuer()
    let transcripts = try (0..<12).map { _ in try transcript(issuer, .new) }
    let verdict = try judge(transcripts)
    #expect(verdict.linked == 144)
    #expect(verdict.unlinked == 0)
    // Each pair by a factor of its own: no repeated blinding, which would link after all.
    #expect(verdict.factors == 144)
  }

  @Test("would tell clients apart if they had keys of their own: this test can fail")
  func keysPerClient() throws {
    let issuer = try TestIssuer()
    let transcripts = try ContributorTier.allCases.map { try transcript(issuer, $0) }
    let verdict = try judge(transcripts)
    #expect(verdict.linked == 3)
    #expect(verdict.unlinked == 6)
  }
}
