import SystemAllocator

/// Memory that was used for a while and is free again, but still held by the process.
public enum FreeMemory {
  /// Gives it back to the system: for the moment when all is read that only a start needs, on a gateway that
  /// then runs for months.
  public static func giveBack() { system_give_back_free_memory() }
}
