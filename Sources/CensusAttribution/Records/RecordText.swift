public import CensusCapture
import CensusProtocol

/// A flow record as text for the person who looks whether an exporter is understood, with its addresses:
/// like all that names them it is for this machine's owner alone.
public struct RecordText: Sendable {
  /// What a field's text is.
  public enum Form: Sendable {
    /// A word or an address.
    case word
    /// A whole number.
    case number
  }

  /// The names of the fields and their forms, in the order of `values`.
  public static let fields: [(name: String, form: Form)] = [
    ("exporter", .word), ("format", .word), ("source", .word), ("source_port", .number),
    ("destination", .word), ("destination_port", .number), ("protocol", .number),
    ("tcp_flags", .number), ("packets", .number), ("bytes", .number), ("sampling", .number),
    ("first", .word), ("last", .word), ("source_mac", .word), ("destination_mac", .word),
  ]

  /// The texts of the fields; empty where the record does not say.
  public let values: [String]

  /// Times are the exporter's own, in UTC, although a clock that is plainly wrong is corrected in tallies.
  public init(_ record: FlowRecord) {
    values = [
      record.exporter.text, record.format?.description ?? "", record.source.text,
      String(record.sourcePort), record.destination.text, String(record.destinationPort),
      String(record.transport), String(record.tcpFlags), String(record.packets),
      String(record.bytes), String(record.samplingRate),
      Self.time(record.first - record.clockCorrection),
      Self.time(record.last - record.clockCorrection), record.link.source?.description ?? "",
      record.link.destination?.description ?? "",
    ]
  }

  /// RFC 3339 with microseconds.
  private static func time(_ microseconds: Int64) -> String {
    guard microseconds >= 0, let time = UTCTime(seconds: microseconds / 1_000_000) else {
      return ""
    }
    let fraction = String(microseconds % 1_000_000)
    let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
    return time.description.dropLast() + "." + padded + "Z"
  }
}
