import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// `flowcensus-agent devices label`
struct LabelDevice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Say which model a device is.",
    discussion: """
      On a terminal, type a part of the name and pick an entry of the catalogue with the arrow keys. Elsewhere \
      give --model ID; --search TEXT lists the entries that fit. A label is never free text, wins over what \
      was worked out, and stays until it is changed.

      EXAMPLES
        flowcensus-agent devices label 1c:cc:d6:12:34:56
        flowcensus-agent devices label --search "redmi note 9"
        flowcensus-agent devices label 12:34:56 --model xiaomi-redmi-note-9-global
        flowcensus-agent devices label 12:34:56 --remove

      EXIT STATUS
        0  done   1  nothing was chosen, or there is no such device or model   2  the command line is wrong
      """)

  @Argument(help: DeviceArgument.help)
  var device: String?
  @OptionGroup var state: StateOptions

  @Option(help: ArgumentHelp("The id of a catalogue entry.", valueName: "id"))
  var model: String?

  @Option(help: ArgumentHelp("List the entries that fit, and choose nothing.", valueName: "text"))
  var search: String?

  @Flag(help: "Take the label away.")
  var remove = false

  func validate() throws {
    guard [model != nil, search != nil, remove].filter({ $0 }).count <= 1 else {
      throw ValidationError("Give one of --model, --search and --remove.")
    }
    guard device != nil || search != nil else {
      throw ValidationError("Say which device: `devices list` shows their names.")
    }
  }

  func run() throws {
    if let search { return try list(search) }
    let store = try state.openStore()
    let device = try DeviceArgument.find(device ?? "", in: store)
    let chosen = remove ? nil : try choose(for: device)
    try store.label(device, as: chosen?.identifier, at: WallClock.microseconds)
    print(
      chosen.map { "\(device.label) is \($0.title) (\($0.identifier))" }
        ?? "\(device.label) has no label")
  }

  private func list(_ text: String) throws {
    let found = Catalogue.bundled.search(text, limit: 40)
    guard !found.isEmpty else {
      throw DeviceFailure(
        "no entry of the catalogue fits \"\(text)\"; try less of the name, or the code")
    }
    for entry in found { print("\(entry.identifier)\t\(PickList.line(entry))") }
  }

  private func choose(for device: Device) throws -> Model {
    if let model {
      guard let identifier = ModelIdentifier(model),
        let entry = Catalogue.bundled.model(identifier),
        !entry.isSimulated
      else { throw DeviceFailure("\(model) is not in the catalogue; --search TEXT lists what is") }
      return entry
    }
    guard PickList.isPossible else {
      throw DeviceFailure("this is no terminal: give --model ID; --search TEXT lists the ids")
    }
    guard let entry = PickList.pick(title: "Which model is \(device.label)?") else {
      throw DeviceFailure("nothing was chosen, and nothing was changed")
    }
    return entry
  }
}
