/* Writes the capture that `make bench` measures with: seeded, so that every run of it is the same file.
 * Usage: make_capture PACKETS SNAPLEN FILE. The mix: 64 devices, 30 % of the flows IPv6, sizes of 355 bytes
 * on average, 40 packets a flow on average with a long tail, eight million packets in two minutes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEVICES = 64, PACKETS_A_FLOW = 40 };

static uint64_t state = 20261123;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t next(void) {
  uint64_t z = (state += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static void put16(uint8_t *p, uint32_t v) {
  p[0] = (uint8_t)(v >> 8);
  p[1] = (uint8_t)v;
}

static void put32(uint8_t *p, uint64_t v) {
  put16(p, (uint32_t)(v >> 16 & 0xffff));
  put16(p + 2, (uint32_t)(v & 0xffff));
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  uint64_t total = strtoull(argv[1], NULL, 10), snap = strtoull(argv[2], NULL, 10);
  uint64_t flows = total / PACKETS_A_FLOW + 1;
  FILE *out = fopen(argv[3], "wb");
  if (!out || total == 0 || snap < 60) return 1;
  uint32_t header[6] = {0xa1b2c3d4u, 4u << 16 | 2, 0, 0, (uint32_t)snap, 1};
  fwrite(header, 4, 6, out);
  static uint8_t frame[2048];
  for (uint64_t n = 0; n < total; n++) {
    /* A quarter of the packets go to one flow in fifty: elephants among mice. */
    uint64_t draw = next();
    uint64_t flow = draw % 4 == 0 ? (next() % (flows / 50 + 1)) * 50 % flows : next() % flows;
    if (n < flows) flow = n; /* every flow has one packet at least */
    uint64_t seed = (flow + 1) * 0x9e3779b97f4a7c15ull;
    seed ^= seed >> 29;
    uint32_t device = (uint32_t)(seed % DEVICES);
    int six = (seed >> 8) % 10 < 3, udp = (seed >> 16) % 10 < 3, up = n < flows ? 1 : (int)(draw >> 8 & 1);
    uint32_t local = 1024 + (uint32_t)(flow / DEVICES % 60000), remote = (seed >> 20) % 10 < 8 ? 443 : 80;
    uint32_t server = (uint32_t)(seed >> 32);
    uint32_t kind = (uint32_t)(draw >> 16 & 7);
    uint32_t data = kind < 5 ? (uint32_t)(draw >> 20 & 63) : kind < 7 ? (uint32_t)(draw >> 20 & 1023) : 1200;
    uint32_t transport = udp ? 8 : 20, network = six ? 40 : 20;
    uint32_t wire = 14 + network + transport + data;
    memset(frame, 0, 14 + 40 + 20);
    uint8_t *ours = frame + (up ? 6 : 0), *theirs = frame + (up ? 0 : 6);
    memcpy(ours, "\x02\x00\x00\x00\x01", 5);
    ours[5] = (uint8_t)device;
    memcpy(theirs, "\x02\x00\x00\x00\x00\xfe", 6);
    uint8_t *ip = frame + 14;
    put16(frame + 12, six ? 0x86dd : 0x0800);
    if (six) {
      ip[0] = 0x60;
      put16(ip + 4, transport + data);
      ip[6] = udp ? 17 : 6;
      ip[7] = 64;
      uint8_t *near = ip + (up ? 8 : 24), *far = ip + (up ? 24 : 8);
      near[0] = 0xfd;
      near[15] = (uint8_t)device;
      put32(far, 0x26000000u | (server >> 8 & 0xffffff));
      put32(far + 12, server);
    } else {
      ip[0] = 0x45;
      put16(ip + 2, network + transport + data);
      ip[8] = 64;
      ip[9] = udp ? 17 : 6;
      uint8_t *near = ip + (up ? 12 : 16), *far = ip + (up ? 16 : 12);
      put32(near, 0xc0a80100u | device);
      put32(far, 0x20000000u + server % 0x60000000u);
    }
    uint8_t *l4 = ip + network;
    put16(l4, up ? local : remote);
    put16(l4 + 2, up ? remote : local);
    if (udp) {
      put16(l4 + 4, 8 + data);
    } else {
      l4[12] = 0x50;
      l4[13] = n < flows ? 0x02 : 0x10;
    }
    uint64_t micro = n * 15;
    uint32_t captured = wire < snap ? wire : (uint32_t)snap;
    uint32_t record[4] = {(uint32_t)(1795435200u + micro / 1000000), (uint32_t)(micro % 1000000), captured, wire};
    fwrite(record, 4, 4, out);
    fwrite(frame, 1, captured, out);
  }
  return fclose(out) ? 1 : 0;
}
