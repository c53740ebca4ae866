// swift-tools-version: 6.3
import PackageDescription

/// Every target of ours is compiled with the same strictness; the test targets alone are spared the
/// marking of unsafe expressions, which would only repeat what the sources under test already say.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let strictWithMemorySafety = strict + [.strictMemorySafety()]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strictWithMemorySafety)
}

func command(
  _ name: String, _ dependencies: [Target.Dependency], linkedBy settings: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies + [arguments], swiftSettings: strictWithMemorySafety,
    linkerSettings: settings)
}

/// The agent stays in a gateway's memory: symbols that nobody looks up, which would keep unused code as well,
/// and a megabyte of relocations are left out of its release build. glibc 2.36 (Debian 12) reads the short form.
let compact: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker",
      "pack-relative-relocs",
    ], .when(platforms: [.linux], configuration: .release))
]

func tests(
  _ name: String, _ dependencies: [Target.Dependency], excluding files: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: files,
    swiftSettings: strict)
}

let package = Package(
  name: "FlowCensus",
  products: [
    .executable(name: "flowcensus-agent", targets: ["flowcensus-agent"]),
    .executable(name: "flowcensus-server", targets: ["flowcensus-server"]),
    .executable(name: "flowcensus", targets: ["flowcensus"]),
    .executable(name: "flowcensus-sim", targets: ["flowcensus-sim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // System libraries, each behind one small module.
    .systemLibrary(name: "SystemAllocator"),
    .systemLibrary(name: "SystemCapabilities"),
    // Not linked: loaded when it is first used.
    .target(name: "SystemCurl"),
    .systemLibrary(
      name: "SystemPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
    .systemLibrary(
      name: "SystemSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "SystemPrefetch"),
    .systemLibrary(name: "SystemTimex"),
    .systemLibrary(
      name: "SystemYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "SystemZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The catalogue is part of the contract, so it lies in protocol/ and is compiled in from there.
    .target(name: "CatalogueText"),

    // The contract.
    .target(
      name: "CensusProtocol", dependencies: ["CatalogueText", crypto, cryptoExtras],
      swiftSettings: strictWithMemorySafety),

    // Test plans lie in protocol/ as well, and are linked from here.
    .target(
      name: "CensusPlans", dependencies: ["CensusProtocol", "SystemYAML"],
      resources: ["quick-look", "content-dose", "idle-wifi"].map {
        .embedInCode("Resources/\($0).yaml")
      },
      swiftSettings: strictWithMemorySafety),

    // The agent's rooms, in the order in which the data goes through them.
    library(
      "CensusCapture", ["SystemCapabilities", "SystemPcap", "SystemPrefetch", "SystemZlib"]),
    library("CensusAttribution", ["CensusCapture", "CensusProtocol"]),
    library("HTTPTransfer", ["SystemCurl"]),
    library("LocalPage", []),
    library(
      "CensusAgent",
      [
        "CensusAttribution", "CensusCapture", "CensusPlans", "CensusProtocol", "HTTPTransfer",
        "LocalPage", "SystemAllocator", "SystemSQLite", "SystemTimex",
      ]),

    // The server's rooms.
    library("CensusStatistics", ["CensusProtocol"]),
    library(
      "CensusServer",
      [
        "CensusProtocol", "CensusStatistics", crypto, logging,
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),

    // Made traffic with a known truth, which shares no code with what it judges.
    library("CensusSimulator", ["CensusProtocol", "HTTPTransfer"]),

    // The commands.
    command(
      "flowcensus-agent",
      [
        "CensusAgent", "CensusAttribution", "CensusCapture", "CensusPlans", "CensusProtocol",
        logging,
      ], linkedBy: compact),
    command("flowcensus-server", ["CensusProtocol", "CensusServer", "CensusStatistics", logging]),
    command(
      "flowcensus",
      ["CensusAgent", "CensusPlans", "CensusProtocol", "CensusStatistics", "HTTPTransfer"]),
    command("flowcensus-sim", ["CensusProtocol", "CensusSimulator"]),

    // Tests.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("ArchitectureTests", []),
    tests("CensusProtocolTests", ["CensusProtocol", crypto, cryptoExtras]),
    tests("CensusPlansTests", ["CensusPlans", "CensusProtocol"]),
    tests("CensusCaptureTests", ["CensusCapture", "CensusProtocol"]),
    tests("CensusAttributionTests", ["CensusAttribution", "CensusCapture", "CensusProtocol"]),
    tests("HTTPTransferTests", ["HTTPTransfer"]),
    tests("LocalPageTests", ["LocalPage"]),
    tests(
      "CensusAgentTests",
      ["CensusAgent", "CensusAttribution", "CensusCapture", "CensusPlans", "CensusProtocol"]),
    tests(
      "CensusStatisticsTests", ["CensusSimulator", "CensusStatistics", "CensusProtocol"],
      excluding: ["Release/attacker.py"]),
    tests(
      "CensusServerTests",
      [
        "CensusServer", "CensusProtocol", "CensusStatistics", crypto, logging,
        "flowcensus", "flowcensus-server",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      excluding: ["Findings/print_pages.py"]),
    tests(
      "CensusSimulatorTests", ["CensusSimulator", "CensusProtocol"], excluding: ["count.py"]),
    tests(
      "EndToEndTests",
      [
        "CensusProtocol", "HTTPTransfer",
        "flowcensus", "flowcensus-agent", "flowcensus-server", "flowcensus-sim",
      ],
      excluding: [
        "GuidedBench/bench-network", "GuidedBench/bench.py", "GuidedBench/browser.py",
        "GuidedBench/configured-network", "GuidedBench/one-minute.yaml", "GuidedBench/scenarios.py",
        "GuidedBench/shifted-clock.c",
        "GuidedBench/short-plan.yaml",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// `make worlds` alone: what it runs, in a build folder of its own, optimised.
if Context.environment["FLOWCENSUS_WORLDS"] != nil {
  let rooms = [
    "CensusProtocol", "CensusSimulator", "CensusStatistics", "HTTPTransfer", "SystemCurl",
    "TestSupport", "CensusStatisticsTests",
  ]
  package.products = []
  package.targets.removeAll { !rooms.contains($0.name) }
}

// `make fuzz` alone: libFuzzer and the address sanitizer, in a build folder of their own.
if Context.environment["FLOWCENSUS_FUZZ"] != nil {
  let sanitizers = ["-sanitize=fuzzer,address"]
  let rooms = [
    "FuzzBundles": ["CensusProtocol"], "FuzzCaptures": ["CensusCapture"],
    "FuzzDHCP": ["CensusCapture"], "FuzzPackets": ["CensusCapture"],
    "FuzzRecords": ["CensusCapture"], "FuzzSFlow": ["CensusCapture"],
    "FuzzHouse": ["CensusProtocol"],
    "FuzzKernelTables": ["CensusCapture"],
    "FuzzLeases": ["CensusAttribution", "CensusCapture"],
    "FuzzLogs": ["CensusProtocol", "CensusStatistics"],
    "FuzzPlans": ["CensusPlans", "CensusProtocol"],
    "FuzzEvidence": ["CensusAttribution", "CensusCapture", "CensusProtocol"],
    "FuzzGeoText": ["CensusAttribution", "CensusCapture"],
  ]
  for target in package.targets where rooms.values.joined().contains(target.name) {
    target.swiftSettings =
      (target.swiftSettings ?? []) + [.unsafeFlags(sanitizers + ["-enable-testing"])]
  }
  package.targets.append(.target(name: "Fuzzing", path: "Tests/Fuzz/Fuzzing"))
  for (name, dependencies) in rooms {
    package.targets.append(
      .executableTarget(
        name: name, dependencies: dependencies.map { .target(name: $0) } + ["Fuzzing"],
        path: "Tests/Fuzz/\(name)",
        swiftSettings: [.unsafeFlags(["-parse-as-library"] + sanitizers)],
        linkerSettings: [.unsafeFlags(sanitizers)]))
  }
}
