import Foundation
import HummingbirdTesting
import Testing

@testable import CensusServer

/// The first page as a browser shows it. `FLOWCENSUS_SCREENSHOTS=FOLDER` keeps the pictures.
@Suite("the page in a browser")
struct BrowserTests {
  @Test("shows the figures, readable on a desk and on a phone", arguments: [1280, 390])
  func figures(width: Int) async throws {
    let demonstration = try Demonstration()
    try await TestServer.with(demonstration.bench) { server in
      try await demonstration.submit(to: server)
      let port = try #require(server.client.port)
      try await TemporaryFolder.with { folder in
        let picture = "\(keep ?? folder)/overview-\(width).png"
        let arguments = [
          "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
          "--disable-background-networking", "--user-data-dir=\(folder)/profile",
        ]
        let address = "http://localhost:\(port)/"
        let dump = try await Program.run(
          "/usr/bin/chromium", arguments + ["--dump-dom", address], package: "chromium")
        try expectFigures(in: dump.output)
        _ = try await Program.run(
          "/usr/bin/chromium",
          arguments + [
            "--window-size=\(width),\(keep == nil ? 900 : 2600)", "--screenshot=\(picture)",
            address,
          ],
          package: "chromium")
        try await expectPicture(picture, width: width)
      }
    }
  }

  private var keep: String? { ProcessInfo.processInfo.environment["FLOWCENSUS_SCREENSHOTS"] }

  private func expectFigures(in page: String) throws {
    let expected = [
      // 41,337 bytes in each of 18 hours of condition A, of two units.
      "41.3&nbsp;kB", "2 of 2 (16–100&nbsp;%)",
      // Silence in one hour with an empty access point: −ln(0.05) / 1 h.
      "none seen, &lt;&nbsp;3/h",
      "18 device-hours · 2 units · 2 sessions · 1 organisation · 1 void phase",
      "Simulated data.", "the phase was interrupted at the bench", "CC BY-SA 4.0",
      "Countries by tor-geoipdb 0.4.9.11.",
    ]
    let missing = expected.filter { !page.contains($0) }
    #expect(missing.isEmpty)
    let hasMarkupFromOutside = page.contains("<b>")
    #expect(!hasMarkupFromOutside)
  }

  /// Checks the pixels with code that is not ours: the width, as much ink as a page of text has, and
  /// the banner's colour, which an unstyled page would not have.
  private func expectPicture(_ path: String, width: Int) async throws {
    let script = """
      import collections, struct, sys, zlib
      data = open(sys.argv[1], "rb").read()
      width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
      size = {2: 3, 6: 4}[kind]
      packed, position = b"", 8
      while position < len(data):
          length, name = struct.unpack(">I4s", data[position:position + 8])
          if name == b"IDAT": packed += data[position + 8:position + 8 + length]
          position += length + 12
      raw, row, colours = zlib.decompress(packed), bytearray(width * size), collections.Counter()
      for y in range(height):  # RFC 2083, section 6
          line = raw[y * (width * size + 1):(y + 1) * (width * size + 1)]
          above, row, method = row, bytearray(line[1:]), line[0]
          for i in range(len(row)):
              left = row[i - size] if i >= size else 0
              if method == 1: row[i] = row[i] + left & 255
              elif method == 2: row[i] = row[i] + above[i] & 255
              elif method == 3: row[i] = row[i] + (left + above[i]) // 2 & 255
              elif method == 4:
                  corner = above[i - size] if i >= size else 0
                  guess = left + above[i] - corner
                  row[i] = row[i] + min((abs(guess - left), 0, left), (abs(guess - above[i]), 1, above[i]),
                                        (abs(guess - corner), 2, corner))[2] & 255
          colours.update(bytes(row[i:i + 3]) for i in range(0, len(row), size))
      ink = 1 - colours.most_common(1)[0][1] / (width * height)
      print(width, len(colours), int(ink * 100), colours[bytes.fromhex("fff3dc")])
      """
    let outcome = try await Program.run(
      "/usr/bin/python3", ["-c", script, path], package: "python3")
    let numbers = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(numbers.count == 4, "\(outcome.errors)")
    #expect(numbers[0] == width)
    #expect(numbers[1] > 50)
    #expect((5...60).contains(numbers[2]))
    #expect(numbers[3] > 5000)
  }
}
