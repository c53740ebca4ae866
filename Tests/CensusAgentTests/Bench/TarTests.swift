import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("A tar archive")
struct TarTests {
  private let contents: [(name: String, bytes: [UInt8])] = [
    ("manifest.json", Array("{}".utf8)), ("captures/01-Z.pcapng", []),
    ("captures/02-A.pcapng", [UInt8](repeating: 7, count: 512)),
    ("databases/0/geoip", [UInt8](repeating: 9, count: 300_001)),
  ]

  private func write(in folder: URL) throws -> String {
    let path = folder.appending(path: "a.tar").path
    let writer = try TarWriter(newFile: path)
    for file in contents { try writer.add(file.name, file.bytes) }
    try writer.finish()
    return path
  }

  @Test("is read by another program with the same names and contents")
  func otherReader() throws {
    try withTemporaryFolder { folder in
      let path = try write(in: folder)
      let script = """
        import sys, tarfile
        with tarfile.open(sys.argv[1]) as archive:
            for member in archive.getmembers():
                data = archive.extractfile(member).read()
                print(member.name, len(data), sum(data))
        """
      let read = try runPython(script, [path])
      #expect(read.status == 0, "\(read.errors)")
      let expected = contents.map { file in
        "\(file.name) \(file.bytes.count) \(file.bytes.reduce(0) { $0 + Int($1) })"
      }
      #expect(read.text.split(separator: "\n").map(String.init) == expected)
    }
  }

  @Test("is unpacked as it was written, and refused in every cut")
  func cuts() throws {
    try withTemporaryFolder { folder in
      let path = try write(in: folder)
      let whole = try Data(contentsOf: URL(filePath: path))
      for (number, length) in [0, 1, 511, 512, 700, 1024, whole.count - 1024].enumerated() {
        let cut = folder.appending(path: "cut-\(number).tar")
        try whole.prefix(length).write(to: cut)
        let target = folder.appending(path: "cut-\(number)").path
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        #expect(throws: FileError.self) { try TarReader.unpack(cut.path, into: target) }
      }
      let target = folder.appending(path: "whole").path
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
      let digests = try TarReader.unpack(path, into: target)
      #expect(Set(digests.keys) == Set(contents.map(\.name)))
      for file in contents {
        let unpacked = try Data(
          contentsOf: URL(filePath: TarReader.path(of: file.name, in: target)))
        #expect([UInt8](unpacked) == file.bytes)
      }
    }
  }

  @Test(
    "holds no name that leaves its folder",
    arguments: [
      "../a", "/a", "a/../b", "a//b", "", "a/", "a b", "ä", String(repeating: "a", count: 101),
    ])
  func names(name: String) {
    #expect(TarHeader(name: name, size: 0) == nil)
  }

  @Test(
    "keeps sizes of 8 GiB and more", arguments: [0, 511, 0o77777777777, 0o100000000000, Int64.max])
  func sizes(size: Int64) throws {
    let header = try #require(TarHeader(name: "a", size: size))
    #expect(header.bytes.count == 512)
    #expect(TarHeader(reading: header.bytes[...]) == header)
  }
}
