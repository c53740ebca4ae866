import Foundation

/// A SOCKS 5 relay (RFC 1928) in another process, on a free port of loopback. Whatever name it is asked for,
/// it connects to the same port of loopback (to an address of 127.0.0.0/8 as it is), and it keeps a list of
/// what it was asked for.
public final class SocksRelay: Sendable {
  private let process: Process
  private let lifeline = Pipe()
  private let list: URL
  /// Its port.
  public let port: Int

  private static let script = """
    import os, socket, sys, threading
    def end_with_parent():
        sys.stdin.read()
        os._exit(0)
    threading.Thread(target=end_with_parent, daemon=True).start()
    def read(stream, count):
        data = b""
        while len(data) < count:
            piece = stream.recv(count - len(data))
            if not piece: raise OSError
            data += piece
        return data
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                with open(sys.argv[1] + ".bytes", "ab") as file: file.write(data)
                sink.sendall(data)
        except OSError: pass
        try: sink.shutdown(socket.SHUT_WR)
        except OSError: pass
    def serve(client):
        _, count = read(client, 2)
        read(client, count)
        client.sendall(b"\\x05\\x00")
        _, command, _, kind = read(client, 4)
        if kind == 3:
            host = read(client, read(client, 1)[0]).decode()
            name = "name " + host
        else:
            raw = read(client, 4 if kind == 1 else 16)
            host = ".".join(map(str, raw))
            name = "address " + raw.hex()
        port = int.from_bytes(read(client, 2), "big")
        with open(sys.argv[1], "a") as file: file.write(f"{name} {port}\\n")
        server = socket.create_connection((host if host.startswith("127.") else "127.0.0.1", port))
        client.sendall(b"\\x05\\x00\\x00\\x01" + bytes(6))
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        pump(server, client)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
    """

  /// `folder` is where the list is kept.
  public init(folder: URL) throws {
    list = folder.appending(path: "relay-\(UUID().uuidString)")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script, list.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = lifeline
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    var line = Data()
    while line.last != UInt8(ascii: "\n"),
      let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
    {
      line += byte
    }
    let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    port = Int(text) ?? 0
  }

  /// Everything that went through, both ways.
  public var recording: URL { list.appendingPathExtension("bytes") }

  /// One line for each connection: `name HOST PORT`, or `address HEX PORT`.
  public var asked: [String] {
    ((try? String(contentsOf: list, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  deinit { process.terminate() }
}
