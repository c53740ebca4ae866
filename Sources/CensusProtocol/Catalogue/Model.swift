/// An entry of the catalogue.
public struct Model: Hashable, Sendable {
  public let identifier: ModelIdentifier
  public let level: Level
  /// The brand as printed on the device; `Any` in an entry that stands for a class.
  public let brand: String
  /// The marketing name, without the brand.
  public let name: String
  public let deviceClass: DeviceClass
  /// Where it is sold under this name; nil where that makes no difference.
  public let region: Region?
  /// The year in which it came to market; nil where that is not known.
  public let year: Int?
  public let system: System?
  /// The maker's names of the hardware, such as `merlin`.
  public var codeNames: [String] { lists.part(0) }
  /// Codes that the device gives as its model, such as `M2003J15SS`.
  public var codes: [String] { lists.part(1) }
  /// Further names that are printed on the same hardware, without the brand.
  public var otherNames: [String] { lists.part(2) }
  let lists: Lists

  /// Code names, codes and other names in one text, as the catalogue's file has them: kept as arrays, the
  /// entries of a catalogue would take half as much memory again.
  struct Lists: Hashable, Sendable {
    /// With a tab between the lists and `|` between the parts of one.
    let text: String

    /// The parts of one of the three lists.
    func part(_ number: Int) -> [String] {
      let lists = text.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      guard number < lists.count else { return [] }
      return lists[number].split(separator: UInt8(ascii: "|")).map { String(Substring($0)) }
    }
  }

  /// How much an entry says.
  public enum Level: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A class of devices, of any brand.
    case `class`
    /// Devices of one brand, of any model.
    case brand
    case model

    public static func < (left: Level, right: Level) -> Bool { left.order < right.order }

    private var order: Int {
      switch self {
      case .class: 0
      case .brand: 1
      case .model: 2
      }
    }
  }

  /// The markets that the catalogue tells apart.
  public enum Region: String, Hashable, Sendable, CaseIterable {
    case global, china, india, europe, america, japan, korea, russia, taiwan
    case latinAmerica = "latin-america"
  }

  /// Families of operating systems.
  public enum System: String, Hashable, Sendable, CaseIterable {
    case android, ios, macos, tvos, watchos, windows, linux, chromeos, tizen, webos, roku, rtos
    case fuchsia, harmonyos, kaios
  }

  /// Whether the model exists in simulated captures alone.
  public var isSimulated: Bool { deviceClass == .simulated }

  /// Brand and name, as tables show them.
  public var title: String { level == .model ? "\(brand) \(name)" : "\(brand): \(name)" }
}
