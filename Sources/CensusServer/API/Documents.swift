import CensusProtocol

// The JSON documents of the interface, as `protocol/openapi.yaml` describes them: every property
// here is a property there, in snake case.

struct HealthDocument: Encodable {
  let status: String
  let version: String
}

struct ReceiptDocument: Encodable {
  let bundle: String
  let session: String
  let status: String

  init(_ receipt: Intake.Receipt) {
    bundle = receipt.bundle.description
    session = receipt.session.description
    status = receipt.status.rawValue
  }
}

struct OrganisationsDocument: Encodable {
  let organisations: [Organisation]

  struct Organisation: Encodable {
    let id: String
    let name: String
    let admitted: String
    let keys: [Key]
  }

  struct Key: Encodable {
    let publicKey: String
    let fingerprint: String
    let admitted: String
  }

  init(_ admitted: [AdmittedOrganisation]) {
    organisations = admitted.map { organisation in
      Organisation(
        id: organisation.identifier.description, name: organisation.name,
        admitted: organisation.admitted.description,
        keys: organisation.keys.map {
          Key(
            publicKey: $0.key.description, fingerprint: $0.key.fingerprint.description,
            admitted: $0.admitted.description)
        })
    }
  }
}

struct CatalogueDocument: Encodable {
  let revision: Int64
  let models: [Model]

  struct Model: Encodable {
    let id: String
    let brand: String
    let name: String
    let level: String
    let `class`: String
  }

  init(_ catalogue: Catalogue) {
    revision = catalogue.revision
    models = catalogue.models.map {
      Model(
        id: $0.identifier.description, brand: $0.brand, name: $0.name,
        level: $0.level.rawValue, class: $0.deviceClass.rawValue)
    }
  }
}
