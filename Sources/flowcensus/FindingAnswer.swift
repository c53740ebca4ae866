/// What `/v1/findings` answers, as far as tables for people need it.
struct FindingsAnswer: Decodable {
  let findings: [FindingAnswer]
}

/// One finding.
struct FindingAnswer: Decodable {
  struct PValue: Decodable {
    let p: Double
    let adjusted: Double
  }

  struct Rules: Decodable {
    let level: Double
    let claims: Int
  }

  struct Figure: Decodable {
    let name: String
    let title: String
    let unit: String
    let value: Double
    let low: Double?
    let high: Double?
    let coverage: Double?
    let units: Int
  }

  struct Unit: Decodable {
    let unit: String
    let organisation: String
    let site: String
    let complete: Bool
    let gaps: [String]
  }

  struct Without: Decodable {
    let organisation: String
    let verdict: String
  }

  struct Statement: Decodable {
    let vendor: String
    let date: String
    let text: String
    let source: String?
  }

  let id: String
  let claim: String
  let sentence: String
  let simulated: Bool
  let registered: String
  let author: String?
  let supersededBy: String?
  let verdict: String
  let verdictOfData: String
  let missing: [String]
  let notes: [String]
  let support: PValue
  let contradiction: PValue
  let rules: Rules
  let figures: [Figure]
  let units: Int
  let sites: Int
  let organisations: [String]
  let sessions: [String]
  let exposureMinutes: Int64
  let sets: [Unit]
  let withoutOrganisation: [Without]
  let statements: [Statement]
  let limits: String
}
