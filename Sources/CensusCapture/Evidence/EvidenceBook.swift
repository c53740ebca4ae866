/// What devices showed of themselves, by link-layer address, in memory alone and for at most 24 hours of the
/// packets' time. Bounded for each device and in all: a device that sends a thousand names costs as much as
/// one that sends eight.
public struct EvidenceBook: Sendable {
  /// What one device showed.
  public struct Device: Sendable {
    /// When each piece was last seen, in microseconds since 1970.
    public fileprivate(set) var pieces: [EvidencePiece: Int64] = [:]
    /// Microseconds since 1970 of the first piece and of the last.
    public let first: Int64
    public fileprivate(set) var last: Int64

    /// Notes a piece; whether it is new. Of more than `mostOfKind` the oldest is forgotten.
    fileprivate mutating func note(_ piece: EvidencePiece, at time: Int64) -> Bool {
      last = max(last, time)
      guard pieces.updateValue(time, forKey: piece) == nil else { return false }
      var count = 0
      var oldest: (piece: EvidencePiece, time: Int64)?
      for (known, seen) in pieces where known.kind == piece.kind {
        count += 1
        if known != piece, seen < oldest?.time ?? Int64.max { oldest = (known, seen) }
      }
      if count > EvidenceBook.mostOfKind, let oldest { pieces[oldest.piece] = nil }
      return true
    }
  }

  /// By address.
  public private(set) var devices: [MACAddress: Device] = [:]
  /// Goes up whenever a device shows something that it had not shown before.
  public private(set) var revision = 0
  private var nextSweep = Int64.min

  /// More devices than this are not remembered.
  public static let mostDevices = 4096
  /// More pieces of one kind replace the oldest.
  public static let mostOfKind = 8
  /// How long a piece is kept after it was last seen, in microseconds: 24 hours.
  public static let lifetime: Int64 = 86_400_000_000

  public init() {}

  /// Notes what `device` showed at `time`, in microseconds since 1970.
  mutating func note(_ piece: EvidencePiece, of device: MACAddress, at time: Int64) {
    guard !piece.bytes.isEmpty, device.bits >> 40 & 1 == 0, device.bits != 0 else { return }
    guard devices[device] != nil || hasRoom(at: time) else { return }
    // In place: a copy would hash every piece of the device anew.
    if devices[device, default: Device(first: time, last: time)].note(piece, at: time) {
      revision &+= 1
    }
  }

  /// Notes that `device` showed what it had shown before.
  mutating func hear(_ device: MACAddress, at time: Int64) {
    guard let place = devices.index(forKey: device) else { return }
    devices.values[place].last = max(devices.values[place].last, time)
  }

  private mutating func hasRoom(at time: Int64) -> Bool {
    if devices.count < Self.mostDevices { return true }
    forget(before: time.subtractingReportingOverflow(Self.lifetime).partialValue)
    return devices.count < Self.mostDevices
  }

  /// Forgets what is older than a day at `time`, in microseconds since 1970; looks at most once in ten minutes.
  /// A live vantage calls it all the time; what a capture file shows is kept while the file is read.
  public mutating func passTime(to time: Int64) {
    guard time >= nextSweep else { return }
    nextSweep = time.addingReportingOverflow(Self.pause).partialValue
    forget(before: time.subtractingReportingOverflow(Self.lifetime).partialValue)
  }

  private static let pause: Int64 = 600_000_000

  /// Forgets what was last seen before `time`, in microseconds since 1970.
  public mutating func forget(before time: Int64) {
    for (address, device) in devices {
      let kept = device.pieces.filter { $0.value >= time }
      if kept.isEmpty {
        devices[address] = nil
      } else if kept.count < device.pieces.count {
        devices[address]?.pieces = kept
      }
    }
  }
}
