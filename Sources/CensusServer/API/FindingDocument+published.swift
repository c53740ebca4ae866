import CensusProtocol
import CensusStatistics

extension FindingDocument {
  init(_ published: PublishedFinding, catalogue: Catalogue) {
    let (registered, finding) = (published.registered, published.finding)
    self.init(
      finding,
      registration: Registration(
        id: registered.identifier.description, author: registered.author?.description,
        registered: registered.registered.description,
        supersedes: registered.supersedes?.description,
        supersededBy: published.supersededBy?.description, sessionsBefore: published.sessionsBefore,
        statements: registered.statements.map {
          StatementDocument(
            vendor: $0.vendor, date: $0.day.description, text: $0.text, source: $0.source)
        }),
      sentence: FindingSubject(finding.query, catalogue: catalogue).sentence, catalogue: catalogue)
  }
}
