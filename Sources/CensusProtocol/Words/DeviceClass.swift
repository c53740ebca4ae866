/// What sort of thing a device is (`protocol/catalogue/README.md`).
public enum DeviceClass: String, Hashable, Sendable, CaseIterable {
  case smartphone
  case tablet
  /// A phone or a tablet, which of both is not known.
  case mobile
  case watch
  case computer
  case tv
  case mediaPlayer = "media_player"
  case speaker
  case camera
  case light
  case sensor
  case hub
  case printer
  case network
  /// Any other thing with a network connection: plugs, cleaners, doors, meters.
  case iot
  case unknown
  /// It exists in simulated captures alone.
  case simulated

  /// Whether `other` is the same, or one of the two says less than the other but nothing else.
  public func agrees(with other: DeviceClass) -> Bool {
    self == other || self == .unknown || other == .unknown || includes(other)
      || other.includes(self)
  }

  /// Whether everything of class `other` is of this class too.
  public func includes(_ other: DeviceClass) -> Bool {
    switch self {
    case .unknown: true
    case .mobile: [.smartphone, .tablet, .mobile].contains(other)
    case .iot: [.iot, .light, .sensor, .hub, .camera].contains(other)
    default: self == other
    }
  }
}
