#!/usr/bin/env python3
"""Writes small seeds for the fuzz targets of flow records, frames and DHCP into the folder given, with code
that shares nothing with the decoders: one seed for each thing that a decoder must know."""
import pathlib
import struct
import sys

TIME = 1795435200
FIELDS = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (2, 4), (1, 4), (152, 8), (153, 8)]
RECORD = struct.pack(
    ">4s4sHHBBIIQQ", bytes([192, 168, 1, 5]), bytes([8, 8, 8, 8]), 40000, 443, 6, 2, 10, 1000,
    TIME * 1000 - 2000, TIME * 1000 - 1000)


def padded(body):
    return body + bytes(-len(body) % 4)


def flow_set(number, body):
    body = padded(body)
    return struct.pack(">HH", number, len(body) + 4) + body


def template(number, fields):
    return struct.pack(">HH", number, len(fields)) + b"".join(
        struct.pack(">HHI", element | 0x8000, length, enterprise[0]) if enterprise
        else struct.pack(">HH", element, length) for element, length, *enterprise in fields)


def ipfix(*sets, sequence=0):
    body = b"".join(sets)
    return struct.pack(">HHIII", 10, 16 + len(body), TIME, sequence, 1) + body


def netflow9(*sets, sequence=0):
    return struct.pack(">HHIIII", 9, len(sets), 1000000, TIME, sequence, 1) + b"".join(sets)


def netflow5(count, sampling=0):
    record = struct.pack(
        ">4s4s4sHHIIIIHHBBBB8x", bytes([10, 0, 0, 1]), bytes([8, 8, 4, 4]), bytes(4), 1, 2, 7, 700, 999000,
        999500, 40000, 53, 0, 27, 17, 0)
    return struct.pack(">HHIIIIHH", 5, count, 1000000, TIME, 0, 0, 0, sampling) + record * count


ETHERNET = bytes(range(12)) + b"\x08\x00"
IPV4 = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 32, 0, 0, 64, 17, 0, bytes([192, 168, 1, 5]), bytes([8, 8, 8, 8]))
UDP = struct.pack(">HHHH", 40000, 53, 12, 0) + b"data"
IPV6 = struct.pack(">IHBB16s16s", 0x60000000, 12, 17, 64, b"\xfd" + bytes(14) + b"\x01", b"\x20" + bytes(15))


def xdr(number, body):
    body = padded(body)
    return struct.pack(">II", number, len(body)) + body


def sflow(*samples):
    return struct.pack(">II4sIIII", 5, 1, bytes([192, 0, 2, 1]), 0, 1, 1000000, len(samples)) + b"".join(samples)


def sample(*records, expanded=False):
    head = struct.pack(">IIIIIIIIIII" if expanded else ">IIIIIIII",
                       *([1, 0, 7, 256, 25600, 0, 0, 1, 0, 2] if expanded else [1, 7, 256, 25600, 0, 1, 2]),
                       len(records))
    return xdr(3 if expanded else 1, head + b"".join(records))


def header(protocol, frame):
    return xdr(1, struct.pack(">IIII", protocol, len(frame) + 4, 4, len(frame)) + frame)


def stream(*datagrams):
    return b"".join(struct.pack(">H", len(datagram)) + datagram for datagram in datagrams)


def dhcp():
    options = b"\x63\x82\x53\x63" + b"\x35\x01\x01" + b"\x0c\x05phone" + b"\x37\x03\x01\x03\x06" + b"\x3c\x03abc\xff"
    return b"\x00" + b"\x01\x01\x06\x00" + bytes(24) + bytes([2, 0, 0, 0, 0, 1]) + bytes(202) + options


options = struct.pack(">HHHHHHHHH", 300, 3, 1, 149, 4, 34, 4, 160, 8)
options9 = struct.pack(">HHHHHHHHH", 300, 4, 8, 1, 4, 34, 4, 50, 4)
biflow = FIELDS + [(1, 4, 29305), (2, 4, 29305)]
nat = FIELDS + [(225, 4), (226, 4), (227, 2), (228, 2)]
total = [(8, 4), (12, 4), (85, 8), (86, 8), (150, 4), (151, 4), (136, 1)]
stations = [(8, 4), (12, 4), (1, 4), (2, 4), (56, 6), (80, 6), (57, 6)]
section = [(312, 2), (315, 65535), (305, 4), (306, 4)]

RECORDS = {
    "netflow5": stream(netflow5(2), netflow5(1, 0x4064)),
    "netflow9": stream(netflow9(flow_set(0, template(256, FIELDS)), flow_set(256, RECORD * 2))),
    "netflow9-options": stream(
        netflow9(flow_set(1, options9), flow_set(300, struct.pack(">III", 0, 64, 64)), flow_set(0, template(256, FIELDS))),
        netflow9(flow_set(256, RECORD), sequence=5)),
    "ipfix": stream(ipfix(flow_set(2, template(256, FIELDS)), flow_set(256, RECORD * 2))),
    "ipfix-waiting": stream(ipfix(flow_set(256, RECORD)), ipfix(flow_set(2, template(256, FIELDS)), sequence=1)),
    "ipfix-options": stream(
        ipfix(flow_set(3, options), flow_set(300, struct.pack(">IIQ", 1, 512, TIME * 1000 - 99999))),
        ipfix(flow_set(2, template(256, FIELDS)), flow_set(256, RECORD))),
    "ipfix-both-ways": stream(
        ipfix(flow_set(2, template(256, biflow)), flow_set(256, RECORD + struct.pack(">II", 333, 3)))),
    "ipfix-translated": stream(
        ipfix(flow_set(2, template(256, nat)), flow_set(256, RECORD + struct.pack(">4s4sHH", bytes([203, 0, 113, 7]), bytes([8, 8, 8, 8]), 61234, 443)))),
    "ipfix-totals": stream(*[
        ipfix(flow_set(2, template(256, total)), flow_set(256, struct.pack(">IIQQIIB", 1, 2, octets, octets // 100, TIME - 9000, TIME, 2)), sequence=number)
        for number, octets in enumerate([1000, 1500, 900])]),
    "ipfix-stations": stream(
        ipfix(flow_set(2, template(256, stations)), flow_set(256, struct.pack(">IIII6s6s6s", 1, 2, 100, 1, b"\x02" * 6, b"\x04" * 6, b"\x06" * 6)))),
    "ipfix-section": stream(
        ipfix(flow_set(2, template(256, section)), flow_set(256, struct.pack(">HB", 46, 46) + ETHERNET + IPV4 + UDP + struct.pack(">II", 1, 9)))),
    "ipfix-withdrawal": stream(
        ipfix(flow_set(2, template(256, FIELDS))), ipfix(flow_set(2, struct.pack(">HH", 256, 0))), ipfix(flow_set(2, struct.pack(">HH", 2, 0)))),
    "sflow": stream(sflow(sample(header(1, ETHERNET + IPV4 + UDP)))),
}
SFLOW = {
    "plain": sflow(sample(header(1, ETHERNET + IPV4 + UDP))),
    "expanded": sflow(sample(header(11, IPV4 + UDP), expanded=True), sample(header(12, IPV6 + UDP))),
    "fields": sflow(sample(
        xdr(2, struct.pack(">I6s2x6s2xI", 60, b"\x02" * 6, b"\x04" * 6, 0x0800)),
        xdr(3, struct.pack(">II4s4sIIII", 100, 6, bytes([10, 0, 0, 1]), bytes([8, 8, 8, 8]), 40000, 443, 2, 0)))),
    "counters": sflow(xdr(2, bytes(100)), xdr(4, bytes(16))),
}
PACKETS = {
    "ethernet": b"\x00\x01\x00" + ETHERNET + IPV4 + UDP,
    "vlan": b"\x00\x01\x00" + ETHERNET[:12] + b"\x81\x00\x00\x05\x86\xdd" + IPV6 + UDP,
    "mpls": b"\x00\x01\x01" + ETHERNET[:12] + b"\x88\x47\x00\x00\x11\x40" + IPV4 + UDP,
    "pppoe": b"\x00\x01\x00" + ETHERNET[:12] + b"\x88\x64\x11\x00\x00\x01\x00\x22\x00\x21" + IPV4 + UDP,
    "raw": b"\x00\x65\x02" + IPV6 + UDP,
    "cooked": b"\x00\x71\x00" + struct.pack(">HHH8sH", 4, 1, 6, bytes(8), 0x0800) + IPV4 + UDP,
    "radiotap": b"\x00\x7f\x00" + b"\x00\x00\x08\x00\x00\x00\x00\x00" + b"\x08\x01" + bytes(22) + b"\xaa\xaa\x03\x00\x00\x00\x08\x00" + IPV4 + UDP,
    "extensions": b"\x00\x65\x00" + struct.pack(">IHBB16s16s", 0x60000000, 28, 0, 64, bytes(16), bytes(16)) + b"\x2c\x00\x01\x04\x00\x00\x00\x00" + b"\x11\x00\x00\x01\x00\x00\x00\x09" + UDP,
}


def main():
    folder = pathlib.Path(sys.argv[1])
    for target, seeds in [("FuzzRecords", RECORDS), ("FuzzSFlow", SFLOW), ("FuzzPackets", PACKETS), ("FuzzDHCP", {"request": dhcp()})]:
        (folder / target).mkdir(parents=True, exist_ok=True)
        for name, seed in seeds.items():
            (folder / target / name).write_bytes(seed)


main()
