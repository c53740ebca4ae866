import CensusPlans
import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("The shipped test plans")
struct ShippedPlanTests {
  private func plan(_ name: String) throws -> TestPlan {
    let identifier = try #require(PlanIdentifier(name))
    return try #require(CensusPlans.shipped(identifier)).plan
  }

  @Test("are what the JSON Schema says, by another YAML reader and validator")
  func schema() throws {
    let script = """
      import json, sys, jsonschema, yaml
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      for path in sys.argv[2:]:
          jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(open(path)))
          print(path)
      """
    let folder = Repository.root.appending(path: "protocol/test-plans").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }
    let schema = Repository.root.appending(path: "protocol/schemas/test-plan-1.schema.json").path
    let command = try runPython(script, [schema] + files.map { folder + "/" + $0 })
    #expect(
      command.status == 0, "\(command.errors) (Debian packages python3-jsonschema, python3-yaml)")
    #expect(command.text.split(separator: "\n").count == CensusPlans.shipped.count)
    #expect(
      Set(files) == Set(CensusPlans.shipped.map { "\($0.plan.reference.name).yaml" }))
  }

  @Test("require a background and a positive control, and all that must hold")
  func controls() {
    for plan in CensusPlans.shipped.map(\.plan) {
      #expect(plan.controls.map(\.condition) == [.emptyAccessPoint, .cloudOn])
      #expect(plan.requirements == PlanRequirement.allCases)
      #expect(plan.arms.first?.condition == .emptyAccessPoint)
      #expect(plan.arms.last?.condition == .cloudOn)
    }
  }

  @Test("quick-look lasts two hours")
  func quickLook() throws {
    #expect(try plan("quick-look").minutes == 120)
  }

  @Test(
    "idle-wifi measures A, B, C and BC for three times 24 hours each, after start-up and settling")
  func idleWiFi() throws {
    let plan = try plan("idle-wifi")
    for condition in [Condition.outOfTheBox, .appsRemoved, .cloudOff, .appsRemovedCloudOff] {
      let phases = plan.schedule(sequence: 0).filter { $0.condition == condition }
      #expect(phases.map(\.step) == [.startUp, .settle, .measured, .measured, .measured])
      #expect(phases.map(\.duration.minutes) == [10, 60, 1440, 1440, 1440])
      #expect(phases.map(\.instructions.isEmpty) == [false, true, true, true, true])
    }
    #expect(plan.claims.map(\.claim.rawValue) == ["H1", "H2", "H4", "H5"])
  }

  @Test("content-dose gives 0, 50 and 200 MB, each for 24 hours")
  func contentDose() throws {
    let doses = try plan("content-dose").schedule(sequence: 0).compactMap(\.step.doseBytes)
    #expect(doses.sorted() == [0, 50_000_000, 200_000_000])
  }

  @Test("give each balanced arm every place equally often, and every predecessor equally often")
  func balance() throws {
    for name in ["idle-wifi", "content-dose"] {
      let plan = try plan(name)
      let orders = (0..<plan.sequences).map { sequence in
        plan.orderedArms(sequence: sequence).filter { $0.place == .balanced }.map(\.name)
      }
      let arms = Set(orders.joined())
      #expect(orders.allSatisfy { Set($0) == arms })
      #expect(Set(orders).count == orders.count)
      var places: [String: Int] = [:]
      var successions: [String: Int] = [:]
      for order in orders {
        for (place, arm) in order.enumerated() { places["\(place) \(arm)", default: 0] += 1 }
        for (one, next) in zip(order, order.dropFirst()) {
          successions["\(one) \(next)", default: 0] += 1
        }
      }
      #expect(Set(places.values).count == 1)
      #expect(places.count == arms.count * arms.count)
      #expect(Set(successions.values).count == 1)
      #expect(successions.count == arms.count * (arms.count - 1))
    }
  }

  @Test("take a unit's order from its random id, the same each time")
  func sequenceOfUnit() throws {
    let plan = try plan("idle-wifi")
    let six = try #require(UnitIdentifier("0000000000000006"))
    let last = try #require(UnitIdentifier("ffffffffffffffff"))
    #expect(plan.sequence(of: six) == 2)
    #expect(plan.sequence(of: last) == 3)
  }
}
