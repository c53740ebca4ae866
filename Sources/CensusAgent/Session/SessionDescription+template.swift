import CensusProtocol

extension SessionDescription {
  /// A description to fill in: fresh identifiers, and an example of every field.
  public static func template(organisation: OrganisationIdentifier) -> String {
    """
    {
      "organisation": "\(organisation)",
      "session": "\(SessionIdentifier.random())",
      "site": { "id": "YOUR-NAME-FOR-THE-PLACE", "country": "VN" },
      "plan": { "name": "quick-look", "version": 1 },
      "network": "wifi",
      "lan": [],
      "unit": {
        "id": "\(UnitIdentifier.random())",
        "model": "MODEL-ID-OF-THE-CATALOGUE",
        "region": "global",
        "build": "BUILD-AS-SHOWN-ON-THE-PHONE",
        "system": "Android 4.4.2",
        "sim": "none",
        "first_boot": "2026-11-23",
        "address": "02:00:5e:10:00:01"
      },
      "phases": [
        {
          "condition": "Z",
          "step": "measured",
          "started": "2026-11-23T08:00:00Z",
          "ended": "2026-11-23T09:00:00Z",
          "captures": ["Z.pcapng"]
        },
        {
          "condition": "A",
          "step": "measured",
          "started": "2026-11-23T09:10:00Z",
          "ended": "2026-11-24T09:10:00Z",
          "captures": ["A.pcapng"]
        }
      ]
    }
    """
  }
}
