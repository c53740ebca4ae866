// The agent: from what a capture shows to what a server has acknowledged.
//
// In: capture files and a session's description. Out: a spooled and acknowledged bundle, and tables
// for the agent's owner.
//
// `Tallies` adds up observations by hour, device, place and service; `Summary` is the owner's table of
// a capture; `Session` composes a bench session's bundle; `Spool` keeps it until a server has it;
// `Upload` sends it. `Keys` and `Files` hold what lies on the disk. No type here holds an IP address:
// those end in CensusAttribution.
