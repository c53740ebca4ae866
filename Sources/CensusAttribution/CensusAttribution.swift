// CensusAttribution: addresses -> device and place.
//
// In: `FlowSlice` values of CensusCapture, with addresses in them.
// Out: `Observation` values: which device exchanged how much with which place, in which direction, and by
// which rule that was decided. An observation has no address type in it: a device is a label made here,
// a place is what the configured geo databases answer.
//
// The way through the folders: Sides/ decides which side of a flow is the device, Places/ says where the
// other side is, Devices/ names the device. `Attributor` goes that way once for each slice.
//
// This is the last room that sees an address. No clock, no store, no network: the same slices give the
// same observations anywhere.
