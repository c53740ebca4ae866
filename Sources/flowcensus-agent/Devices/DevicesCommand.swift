import ArgumentParser

struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "See and say which model each device is.",
    discussion: """
      What a device is taken for is worked out from what it shows of itself: host name, service records, \
      DHCP options, address prefix. That evidence stays in memory for a day and never leaves this machine; \
      what is contributed names an entry of the catalogue. A label given here wins over everything else.
      """,
    subcommands: [
      ListDevices.self, LabelDevice.self, IgnoreDevice.self, ForgetDevice.self, ExplainDevice.self,
      IdentifyDevices.self,
    ],
    defaultSubcommand: ListDevices.self)
}
