public import Foundation

/// A secret that must not get out, by what it is and its bytes.
public struct Canary: Sendable {
  public let name: String
  /// As it is on the wire.
  public let bytes: [UInt8]
  /// As people write it; nil where it is only bytes.
  public let text: String?

  public init(name: String, bytes: [UInt8], text: String? = nil) {
    self.name = name
    self.bytes = bytes
    self.text = text
  }
}

/// Looks for canaries in files, in every form in which one could hide: as they are, backwards, as numbers,
/// hexadecimal, in base64 at three alignments, percent-encoded, in UTF-16, and their common digests.
/// Python's libraries make the forms, so nothing of ours is trusted.
public enum CanarySearch {
  /// What has fewer bytes is not looked for unless told: it would be found in random bytes by chance.
  public static let fewestBytes = 6

  private static let script = """
    import base64, hashlib, json, re, sys, urllib.parse, zlib
    def base64_at(data, offset):
        # What is left of the data's letters whatever stands before and after it.
        text = base64.b64encode(bytes(offset) + data)
        first = -(-offset * 8 // 6)
        last = (offset + len(data)) * 8 // 6
        return text[first:last]
    def digests(prefix, data):
        for name in ("md5", "sha1", "sha256"):
            value = hashlib.new(name, data).digest()
            yield prefix + name, value
            yield prefix + name + "-hex", value.hex().encode()
            yield prefix + name + "-base64", base64.b64encode(value).rstrip(b"=")
        yield prefix + "crc32-hex", b"%08x" % zlib.crc32(data)
    def forms(canary):
        data = bytes(canary["bytes"])
        text = canary["text"].encode() if canary.get("text") else data
        yield "raw", data
        yield "reversed", data[::-1]
        yield "text", text
        yield "text-reversed", text[::-1]
        yield "upper", text.upper()
        yield "decimal", str(int.from_bytes(data, "big")).encode()
        yield "decimal-reversed", str(int.from_bytes(data, "little")).encode()
        yield "hex", data.hex().encode()
        yield "hex-upper", data.hex().upper().encode()
        yield "hex-reversed", data[::-1].hex().encode()
        yield "hex-reversed-upper", data[::-1].hex().upper().encode()
        yield "hex-colons", data.hex(":").encode()
        for offset in range(3): yield f"base64-{offset}", base64_at(data, offset)
        yield "base64url-0", base64_at(data, 0).replace(b"+", b"-").replace(b"/", b"_")
        yield "percent", "".join(f"%{byte:02X}" for byte in data).encode()
        yield "utf-16-le", text.decode("latin-1").encode("utf-16-le")
        yield "utf-16-be", text.decode("latin-1").encode("utf-16-be")
        yield from digests("", data)
        yield from digests("text-", text)
    job = json.load(sys.stdin)
    if job["plants"]:
        json.dump([{"name": form, "bytes": list(value)} for form, value in forms(job["canaries"][0])], sys.stdout)
        sys.exit()
    def is_in(content, form, value):
        # Fewer bytes are found in random bytes by chance.
        if len(value) >= job["fewest"]: return value in content
        # A number that stands by itself is not: no digest or key has it with other digits on neither side.
        if len(value) < 8 or not form.endswith(NUMBERS): return False
        digits = b"0-9" if "decimal" in form else b"0-9A-Fa-f"
        return re.search(b"(?<![" + digits + b"])" + value + b"(?![" + digits + b"])", content) is not None
    NUMBERS = ("decimal", "decimal-reversed", "hex", "hex-upper", "hex-reversed", "hex-reversed-upper")
    for path in job["files"]:
        with open(path, "rb") as file: content = file.read()
        for canary in job["canaries"]:
            for form, value in forms(canary):
                if is_in(content, form, value): print(path, canary["name"], form)
    """

  private struct Job: Encodable {
    struct Secret: Encodable {
      let name: String
      let bytes: [UInt8]
      let text: String?
    }
    let canaries: [Secret]
    let files: [String]
    let plants: Bool
    let fewest: Int
  }

  /// One line for each find: file, canary and form.
  public static func finds(
    _ canaries: [Canary], in files: [URL], fewestBytes: Int = fewestBytes
  ) throws -> [String] {
    let output = try ask(
      canaries, files: files.map(\.path), plants: false, fewestBytes: fewestBytes)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// A canary in one of the forms, for planting.
  public struct Planted: Decodable, Sendable {
    public let name: String
    public let bytes: [UInt8]
  }

  /// The canary in every form.
  public static func planted(_ canary: Canary) throws -> [Planted] {
    try JSONDecoder().decode([Planted].self, from: ask([canary], files: [], plants: true))
  }

  private static func ask(
    _ canaries: [Canary], files: [String], plants: Bool, fewestBytes: Int = fewestBytes
  ) throws -> Data {
    let secrets = canaries.map { Job.Secret(name: $0.name, bytes: $0.bytes, text: $0.text) }
    let input = try JSONEncoder().encode(
      Job(canaries: secrets, files: files, plants: plants, fewest: fewestBytes))
    let command = try run(
      URL(filePath: "/usr/bin/python3"), ["-c", script], input: input)
    guard command.status == 0 else { throw SearchFailure(reason: command.errors) }
    return command.output
  }

  struct SearchFailure: Error {
    let reason: String
  }
}
