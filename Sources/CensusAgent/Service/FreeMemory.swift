import SystemAllocator

/// Memory that was used for a while, but is still held by the process.
public enum FreeMemory {
  /// Gives it back to the system: for the moment when all is read that only a start needs, on a gateway that
  /// then runs for months. What is free again of the heap, and the pages of the program's file: a command line, a
  /// catalogue and its index are read by code that is not needed again.
  public static func giveBack() {
    system_give_back_free_memory()
    system_give_back_code()
  }
}
