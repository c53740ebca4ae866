import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture

/// What devices showed of themselves in capture files.
enum CaptureEvidence {
  static func read(
    _ files: [String], userAgents: Bool, _ identifier: IdentifierOptions
  ) throws -> (identifier: DeviceIdentifier, devices: [DeviceSignals]) {
    var survey = CaptureSurvey(networks: LocalNetworks(), databases: [])
    survey.readsUserAgents = userAgents
    for file in files {
      do { try survey.read(file) } catch {
        StandardError.write("flowcensus-agent: \(error)\n")
        throw ExitCode(1)
      }
    }
    return (try identifier.makeIdentifier(), survey.deviceSignals)
  }
}
