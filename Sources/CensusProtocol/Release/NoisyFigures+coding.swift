extension NoisyFigures {
  var json: JSONValue {
    .object([
      "rule": rule.json,
      "guarantee": guarantee.json,
      "total": .integer(total),
      "contributors": .array(
        contributors.map {
          .object([
            "model": .string($0.model.description), "contributors": .integer($0.contributors),
          ])
        }),
      "contacts": .array(
        contacts.map {
          .object([
            "model": .string($0.model.description),
            "destination": .string($0.destination.description),
            "contributors": .integer($0.contributors),
          ])
        }),
    ])
  }

  init(reading release: inout ObjectReader) throws(ContractViolation) {
    var fields = try release.object("noisy")
    let rule = try NoiseRule(reading: &fields)
    self.rule = rule
    guarantee = try PrivacyGuarantee(reading: &fields)
    total = try fields.integer("total", in: JSONValue.integers)
    let counts = rule.threshold...JSONValue.integers.upperBound
    contributors = try fields.ordered("contributors", by: { $0.model < $1.model }) {
      value, path throws(ContractViolation) in
      var cell = try ObjectReader(value, path: path)
      let contributors = NoisyContributorCell(
        model: try cell.identifier("model"),
        contributors: try cell.integer("contributors", in: counts))
      try cell.finish()
      return contributors
    }
    contacts = try fields.ordered(
      "contacts", by: { ($0.model, $0.destination) < ($1.model, $1.destination) }
    ) { value, path throws(ContractViolation) in
      var cell = try ObjectReader(value, path: path)
      let contact = NoisyContactCell(
        model: try cell.identifier("model"),
        destination: try cell.parsed("destination", expected: "a country of the list or a class") {
          HouseDestination($0)
        },
        contributors: try cell.integer("contributors", in: counts))
      try cell.finish()
      return contact
    }
    try fields.finish()
  }
}

extension NoiseRule {
  fileprivate var json: JSONValue {
    .object([
      "mechanism": .string(Self.mechanism),
      "unit": .string(Self.unit),
      "variance": .string(variance.description),
      "destinations": .integer(Int64(destinations)),
      "cells": .integer(Int64(cells)),
      "threshold": .integer(threshold),
      "from": .integer(fewestInEpoch),
      "delta": .string(delta.description),
      "rho": .string(concentration.description),
    ])
  }

  private static let mechanism = "discrete-gaussian"
  private static let unit = "contribution"

  fileprivate init(reading figures: inout ObjectReader) throws(ContractViolation) {
    var fields = try figures.object("rule")
    for (key, word) in [("mechanism", Self.mechanism), ("unit", Self.unit)] {
      _ = try fields.parsed(key, expected: "\"\(word)\"") { $0 == word ? $0 : nil }
    }
    let rows = HouseContribution.rowCounts
    let integers = 1...JSONValue.integers.upperBound
    let rule = NoiseRule(
      variance: try fields.fraction("variance"),
      destinations: Int(
        try fields.integer("destinations", in: Int64(rows.lowerBound)...Int64(rows.upperBound))),
      threshold: try fields.integer("threshold", in: integers),
      fewestInEpoch: try fields.integer("from", in: integers),
      delta: try fields.fraction("delta"))
    guard let rule else { throw fields.violation("variance", "is no rule of this version") }
    guard try fields.integer("cells", in: integers) == Int64(rule.cells) else {
      throw fields.violation("cells", "is not \(rule.cells)")
    }
    guard try fields.fraction("rho") == rule.concentration else {
      throw fields.violation("rho", "is not \(rule.concentration)")
    }
    try fields.finish()
    self = rule
  }
}

extension PrivacyGuarantee {
  fileprivate var json: JSONValue {
    .object([
      "epsilon_millionths": .integer(epsilonMillionths),
      "spent": .string(spent.description),
      "spent_epsilon_millionths": .integer(spentEpsilonMillionths),
      "limit": .string(limit.description),
    ])
  }

  fileprivate init(reading figures: inout ObjectReader) throws(ContractViolation) {
    var fields = try figures.object("guarantee")
    let numbers = 0...JSONValue.integers.upperBound
    epsilonMillionths = try fields.integer("epsilon_millionths", in: numbers)
    spent = try fields.fraction("spent")
    spentEpsilonMillionths = try fields.integer("spent_epsilon_millionths", in: numbers)
    limit = try fields.fraction("limit")
    try fields.finish()
    guard spent <= limit else { throw fields.violation("spent", "is more than the limit") }
  }
}
