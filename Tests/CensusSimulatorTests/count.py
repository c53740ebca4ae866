"""Counts the captures of simulated sessions with code of its own and compares them with truth.json.

Arguments: the folders of the sessions. Prints how many packets each has, or the first difference. It
shares nothing with the simulator but the contract: places, directions, service classes, flow records.
"""
import bisect, calendar, ipaddress, json, os, struct, sys, time

IDLE, ACTIVE = 120_000_000_000, 1_800_000_000_000
GROUPS = [ipaddress.ip_network(n) for n in ("224.0.0.0/4", "ff00::/8")]
RESERVED = [ipaddress.ip_network(n) for n in ("198.51.100.0/24", "203.0.113.0/24")]
LOCAL = [ipaddress.ip_network(n) for n in ("192.168.0.0/16", "fe80::/10", "fc00::/7")]


def ranges(path):
    rows = (line.strip().split(",") for line in open(path) if line[0].isalnum())
    parse = lambda text: int(text) if text.isdigit() else int(ipaddress.ip_address(text))
    return sorted((parse(first), parse(last), country) for first, last, country in rows)


def country(address):
    table = tables[address.version]
    index = bisect.bisect(table, (int(address), float("inf"), "")) - 1
    return table[index][2] if index >= 0 and int(address) <= table[index][1] else "??"


def packets(path):
    """Time in ns, frame, missing bytes of each packet of a little-endian pcapng file."""
    data, at, unit = open(path, "rb").read(), 0, 1000
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        assert data[at + length - 4:at + length] == struct.pack("<I", length)
        if kind == 1:
            unit = 1 if b"\x09\x00\x01\x00\x09" in data[at:at + length] else 1000
        if kind == 6:
            high, low, kept, original = struct.unpack_from("<IIII", data, at + 12)
            yield ((high << 32) + low) * unit, data[at + 28:at + 28 + kept], original - kept
        at += length


def service(protocol, port):
    tcp = {53: "dns", 80: "http", 443: "tls", 5228: "push"}
    udp = {53: "dns", 5353: "dns", 123: "ntp", 443: "quic"}
    return {6: tcp, 17: udp}.get(protocol, {}).get(port, "other")


def datagram(frame):
    """Source, destination, protocol, length, whether it begins a datagram, transport header."""
    at = 18 if frame[12:14] == b"\x81\x00" else 14
    kind, packet = frame[at - 2:at], frame[at:]
    if kind == b"\x08\x00":
        length, = struct.unpack_from(">H", packet, 2)
        offset = struct.unpack_from(">H", packet, 6)[0] & 0x1fff
        return (ipaddress.ip_address(packet[12:16]), ipaddress.ip_address(packet[16:20]),
                packet[9], length, offset == 0, packet[20:])
    if kind == b"\x86\xdd":
        length, = struct.unpack_from(">H", packet, 4)
        protocol, rest = packet[6], packet[40:]
        if protocol == 0:
            protocol, rest = rest[0], rest[8 + 8 * rest[1]:]
        return (ipaddress.ip_address(packet[8:24]), ipaddress.ip_address(packet[24:40]),
                protocol, 40 + length, True, rest)
    return None


def count(path, unit):
    rows, records, handshakes, foreign, total = {}, {}, {}, False, 0
    inside = lambda address, networks: any(address in network for network in networks)
    for moment, frame, missing in packets(path):
        total += 1
        found = datagram(frame)
        if found is None:
            continue
        source, destination, protocol, length, begins, header = found
        ports = struct.unpack_from(">HH", header) if protocol in (6, 17) and begins else (0, 0)
        group = inside(destination, GROUPS)
        broadcast = frame[:6] == b"\xff" * 6
        up = group or broadcast or inside(source, LOCAL)
        remote, port = (destination, ports[1]) if up else (source, ports[0])
        owner = frame[6:12] if up else frame[:6]
        place = ("multicast" if group else "broadcast" if broadcast else
                 "lan" if inside(remote, LOCAL) else
                 "reserved" if inside(remote, RESERVED) else country(remote))
        flow = (frozenset([(source, ports[0]), (destination, ports[1])]), protocol)
        record = records.get(flow)
        new = record is None or moment - record[1] > IDLE or moment - record[0] > ACTIVE
        if new and begins:
            records[flow] = [moment, moment]
        elif not new:
            record[1] = moment
        foreign |= unit is not None and owner != unit and len(place) == 2
        if unit is not None and owner != unit:
            continue
        row = rows.setdefault((moment // (3600 * 10 ** 9), place, service(protocol, port)), {
            "flows": 0, "packets_up": 0, "bytes_up": 0, "packets_down": 0, "bytes_down": 0,
            "minutes": set(), "handshakes": []})
        row["flows"] += new and begins
        row["packets_up" if up else "packets_down"] += 1
        row["bytes_up" if up else "bytes_down"] += length
        row["minutes"].add(moment // (60 * 10 ** 9))
        if protocol == 6 and header[13] & 0x02:
            if header[13] & 0x10:
                row["handshakes"].append((moment - handshakes.pop(flow)) // 1000)
            else:
                handshakes[flow] = moment
    return rows, foreign, total


def seconds(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def phase(description, folder, unit):
    empty = description["condition"] == "Z"
    rows, foreign, total = count(
        os.path.join(folder, description["captures"][0]), None if empty else unit)
    first, last = seconds(description["started"]), seconds(description["ended"])
    blocks = []
    for hour in range(first // 3600, (last - 1) // 3600 + 1):
        block = []
        for (_, place, name), row in sorted(item for item in rows.items() if item[0][0] == hour):
            minutes, trips = row.pop("minutes"), row.pop("handshakes")
            row.update(places=[place], service=name, contact_minutes=len(minutes))
            if trips:
                row["handshake_microseconds"] = min(trips)
            block.append(row)
        exposure = (min(last, hour * 3600 + 3600) - max(first, hour * 3600)) // 60
        start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(hour * 3600))
        blocks.append({"hour": start, "exposure_minutes": exposure, "rows": block})
    result = {key: description[key] for key in ("condition", "step", "started", "ended")}
    result.update(packets=total, blocks=blocks)
    if foreign:
        result["void"] = "other-client"
    return result


def check(folder):
    session = json.load(open(os.path.join(folder, "session.json")))
    LOCAL.extend(ipaddress.ip_network(prefix) for prefix in session["lan"])
    address = bytes.fromhex(session["unit"]["address"].replace(":", ""))
    counted = [phase(description, folder, address) for description in session["phases"]]
    truth = json.load(open(os.path.join(folder, "truth.json")))["phases"]
    for mine, theirs in zip(counted, truth, strict=True):
        for key in sorted(set(mine) | set(theirs)):
            if mine.get(key) != theirs.get(key):
                sys.exit(f"{folder} {mine['condition']} {key}: "
                         f"counted {mine.get(key)}, truth {theirs.get(key)}"[:2000])
    print(sum(one["packets"] for one in counted))


tables = {4: ranges("/usr/share/tor/geoip"), 6: ranges("/usr/share/tor/geoip6")}
for folder in sys.argv[1:]:
    check(folder)
