// Fuzzes the reader of lease files: any bytes are leases or are skipped, and no address has two.

import Fuzzing

@testable import CensusAttribution

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  var reader = LeaseReader()
  reader.read(input)
  for (address, lease) in reader.leases {
    precondition(lease.address == address && lease.holder.count <= Lease.longestHolder)
  }
  var book = AddressBook()
  book.replaceLeases(reader.leases)
  return 0
}

@_cdecl("FuzzLeases_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
