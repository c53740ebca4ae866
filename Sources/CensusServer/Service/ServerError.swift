import Glibc
import NIOCore

/// Why the server could not start or ended early.
public enum ServerError: Error, CustomStringConvertible {
  case store(StoreError)
  case portInUse(ListenAddress)
  /// The address is not one of this machine's, or the port needs more rights.
  case cannotListen(ListenAddress, reason: String)
  case certificate(CertificateFiles, reason: String)
  case failed(reason: String)

  init(listening address: ListenAddress, _ error: any Error) {
    switch error {
    case let error as ServerError: self = error
    case let error as IOError where error.errnoCode == EADDRINUSE: self = .portInUse(address)
    case let error as IOError:
      self = .cannotListen(address, reason: unsafe String(cString: strerror(error.errnoCode)))
    case is SocketAddressError, is SocketAddressError.UnknownHost:
      self = .cannotListen(address, reason: "no address is known for \(address.host)")
    default: self = .failed(reason: "\(error)")
    }
  }

  public var description: String {
    switch self {
    case .store(let error): error.description
    case .portInUse(let address):
      "cannot listen on \(address): another program uses the port. End it, or choose another with --listen \(address.host):PORT (port 0 takes any free one)"
    case .cannotListen(let address, let reason):
      "cannot listen on \(address): \(reason). Choose an address of this machine, and a port above 1023 unless the server has the right to use it"
    case .certificate(let files, let reason):
      "the TLS certificate \(files.certificate) with the key \(files.key) cannot be used: \(reason). Both must be PEM files that belong together"
    case .failed(let reason): "the server failed: \(reason)"
    }
  }
}
