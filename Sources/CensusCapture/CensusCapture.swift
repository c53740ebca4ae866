// CensusCapture: bytes -> packets -> flows.
//
// In: capture files (pcap, pcapng, either gzip-compressed), as a file, a pipe or standard input; an
// interface's packets as they come; or what routers report of the flows they see (NetFlow, IPFIX, sFlow).
// Out: `FlowSlice` values: what one flow did in one direction within one UTC hour, with the addresses
// still in it; `TrafficTotals`, what was counted and what could not be; and, by MAC address, what
// devices said of themselves over DHCP.
//
// The way through the folders: Files/ cuts bytes into records, Layers/ decodes a record down to the
// outermost IP header and the transport ports, Flows/ adds packets up. `Vantage` is what
// all ways in have in common: Live/ for an interface, Records/ for flow records, `CaptureMeter` for files.
//
// Time is the packets' own: nothing here asks a clock. Nothing that a file can hold traps, hangs or
// grows memory without bound; what cannot be read is counted, and what came before it stands.
