import CensusCapture

/// Where an `AddressBook` is filled from: the kernel's neighbour table, and lease files.
public struct AddressSources: Sendable {
  private let leaseFiles: [String]
  /// Named files must be there; usual ones may.
  private let mustExist: Bool

  /// Where dnsmasq, odhcpd, ISC's dhcpd and Kea keep their leases on Debian and OpenWrt.
  public static let usualLeaseFiles = [
    "/var/lib/misc/dnsmasq.leases", "/tmp/dhcp.leases", "/tmp/hosts/odhcpd", "/tmp/odhcpd.leases",
    "/var/lib/dhcp/dhcpd.leases", "/var/lib/kea/kea-leases4.csv", "/var/lib/kea/kea-leases6.csv",
  ]
  /// The longest lease file that is read, in bytes.
  private static let longestFile = 16 << 20

  /// `leaseFiles` in the place of the usual ones, where given.
  public init(leaseFiles: [String] = []) {
    self.leaseFiles = leaseFiles.isEmpty ? Self.usualLeaseFiles : leaseFiles
    mustExist = !leaseFiles.isEmpty
  }

  /// Reads all anew into `book`. One line for each source that could not be read, as a person may be told.
  public func refresh(_ book: inout AddressBook) -> [String] {
    var problems: [String] = []
    do throws(VantageError) {
      book.add(try NeighbourTable.read())
    } catch {
      problems.append("\(error)")
    }
    var reader = LeaseReader()
    for path in leaseFiles {
      do throws(CaptureError) {
        reader.read(try Self.contents(path))
      } catch {
        if mustExist { problems.append("lease file \(path): \(error.reason)") }
      }
    }
    book.replaceLeases(reader.leases)
    return problems
  }

  private static func contents(_ path: String) throws(CaptureError) -> [UInt8] {
    var source = try FileSource(path: path)
    var window = ByteWindow()
    while try source.read(into: &window), window.count < longestFile {}
    return window.withSpan { bytes in bytes.indices.map { bytes[$0] } }
  }
}
