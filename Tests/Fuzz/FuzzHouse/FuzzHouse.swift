import CensusProtocol
import Fuzzing

/// Any bytes are a household's upload, a token, an order of tokens, an enrolment or an answer, or they
/// are refused; what is accepted is encoded again to the very same bytes. The padding of an upload is
/// added here, so that the fuzzer spends its time on the document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let padding = [UInt8](repeating: UInt8(ascii: " "), count: max(0, HouseUpload.bytes - count))
  for body in [bytes, bytes + padding] {
    if let upload = try? HouseUpload(decoding: body) {
      precondition(upload.encoded == body, "an accepted upload has another encoding")
    }
  }
  if let token = Token(encoded: bytes) { precondition(token.encoded == bytes) }
  if let key = IssuerPublicKey(encoded: bytes) { precondition(key.encoded == bytes) }
  if let order = try? TokenOrder(decoding: bytes) { precondition(order.encoded == bytes) }
  if let enrolment = try? Enrolment(decoding: bytes) { precondition(enrolment.encoded == bytes) }
  if let answer = TokenAnswer(decoding: bytes) { precondition(answer.encoded == bytes) }
  return 0
}

@_cdecl("FuzzHouse_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzzOneInput)
}
