/* Writes a capture of flow exports that `Benchmarks/records` measures with: seeded, so that every run of it is the
 * same file. Usage: make_exports RECORDS FORMAT FILE; FORMAT is 9 (NetFlow v9) or 10 (IPFIX).
 * The mix of make_capture.c: 64 devices, 30 % of the flows IPv6, both directions of each flow in records of their
 * own, 198,000 flows to eight million packets; 24 records a datagram, the templates in every hundredth. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEVICES = 64, RECORDS_A_DATAGRAM = 24, FLOWS = 198000, SECOND = 1795435200 };

static uint8_t frame[65536];
static size_t used;

static void put(uint64_t value, int length) {
  for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) frame[used++] = (uint8_t)(value >> shift);
}

static uint64_t mixed(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static void set_length(size_t begin) {
  while ((used - begin) % 4) frame[used++] = 0;
  frame[begin + 2] = (uint8_t)((used - begin) >> 8);
  frame[begin + 3] = (uint8_t)(used - begin);
}

static void template(int id, int six, int v9) {
  static const uint16_t common[][2] = {{7, 2}, {11, 2}, {4, 1}, {6, 1}, {2, 8}, {1, 8}};
  put((uint64_t)id, 2);
  put(10, 2);
  put(six ? 27 : 8, 2), put(six ? 16 : 4, 2);
  put(six ? 28 : 12, 2), put(six ? 16 : 4, 2);
  for (int i = 0; i < 6; i++) put(common[i][0], 2), put(common[i][1], 2);
  put(v9 ? 22 : 152, 2), put(v9 ? 4 : 8, 2);
  put(v9 ? 21 : 153, 2), put(v9 ? 4 : 8, 2);
}

static void address(int six, int local, uint64_t seed) {
  uint32_t server = (uint32_t)(seed >> 32);
  if (!six) {
    put(local ? 0xc0a80100u | seed % DEVICES : 0x20000000u + server % 0x60000000u, 4);
  } else {
    put(local ? 0xfdull << 56 : (uint64_t)(0x26000000u | (server >> 8 & 0xffffff)) << 32, 8);
    put(local ? seed % DEVICES : server, 8);
  }
}

static void record(uint64_t number, int six, int v9) {
  uint64_t flow = number / 2 % FLOWS, seed = mixed((flow + 1) * 0x9e3779b97f4a7c15ull);
  int up = !(number & 1);
  uint64_t draw = mixed(number), ours = 1024 + flow / DEVICES % 60000, theirs = (seed >> 20) % 10 < 8 ? 443 : 80;
  address(six, up, seed);
  address(six, !up, seed);
  put(up ? ours : theirs, 2), put(up ? theirs : ours, 2);
  put((seed >> 16) % 10 < 3 ? 17 : 6, 1), put(0x1b, 1);
  uint64_t packets = 1 + draw % 40;
  put(packets, 8), put(packets * (40 + (draw >> 8) % 1400), 8);
  /* Reported at the end of the minute in which it was seen. */
  uint64_t end = draw >> 32 & 0xfff, length = draw >> 44 & 0x7fff;
  if (v9) {
    put(3600000 - end - length, 4), put(3600000 - end, 4);
  } else {
    put(SECOND * 1000ull - end - length, 8), put(SECOND * 1000ull - end, 8);
  }
}

static int is_six(uint64_t number) {
  return mixed((number / 2 % FLOWS + 1) * 0x9e3779b97f4a7c15ull) >> 8 & 1 ? 0 : number / 2 % 5 < 3;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  uint64_t total = strtoull(argv[1], NULL, 10);
  int v9 = atoi(argv[2]) == 9;
  FILE *out = fopen(argv[3], "wb");
  if (!out || total == 0) return 1;
  uint32_t header[6] = {0xa1b2c3d4u, 4u << 16 | 2, 0, 0, 262144, 1};
  fwrite(header, 4, 6, out);
  uint64_t sequence = 0;
  for (uint64_t number = 0, datagram = 0; number < total; datagram++) {
    used = 0;
    uint64_t end = number + RECORDS_A_DATAGRAM < total ? number + RECORDS_A_DATAGRAM : total;
    put(0x020000000001, 6), put(0x0200000000fe, 6), put(0x0800, 2);
    put(0x4500, 2), put(0, 2), put(0, 4), put(0x4011, 2), put(0, 2), put(0xc0a80101, 4), put(0xc0a80102, 4);
    put(9000, 2), put(2055, 2), put(0, 4);
    size_t payload = used;
    put(v9 ? 9 : 10, 2), put(0, 2);
    if (v9) put(3600000, 4);
    put(SECOND, 4), put(v9 ? datagram : sequence, 4), put(1, 4);
    if (datagram % 100 == 0) {
      size_t begin = used;
      put(v9 ? 0 : 2, 2), put(0, 2);
      template(256, 0, v9), template(257, 1, v9);
      set_length(begin);
    }
    for (int six = 0; six < 2; six++) {
      size_t begin = used;
      put(256 + (uint64_t)six, 2), put(0, 2);
      for (uint64_t n = number; n < end; n++)
        if (is_six(n) == six) record(n, six, v9);
      if (used == begin + 4) used = begin;
      else set_length(begin);
    }
    sequence += end - number;
    number = end;
    size_t length = used;
    used = payload + 2;
    put(v9 ? 26 : length - payload, 2);
    used = payload - 4;
    put(length - payload + 8, 2);
    used = 16;
    put(length - 14, 2);
    uint64_t micro = datagram * 100;
    uint32_t head[4] = {(uint32_t)(SECOND + micro / 1000000), (uint32_t)(micro % 1000000), (uint32_t)length, (uint32_t)length};
    fwrite(head, 4, 4, out);
    fwrite(frame, 1, length, out);
  }
  return fclose(out) ? 1 : 0;
}
