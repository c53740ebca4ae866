/// libFuzzer's own main function, under a name that can be called: SwiftPM gives every program's main
/// function another name, so libFuzzer's would never be found.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Feeds `test` with inputs until the time is over or one of them traps.
public func runFuzzer(
  _ count: CInt, _ arguments: UnsafeMutableRawPointer,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt {
  var count = count
  // The driver takes the address of the argument list.
  var list = arguments
  return withUnsafeMutablePointer(to: &list) { runDriver(&count, $0, test) }
}
