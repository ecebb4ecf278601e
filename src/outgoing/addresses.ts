import { BlockList, isIP } from "node:net";

/** IPv4 ranges that are no public hosts (IANA special-purpose registry). */
const special4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Inside 2000::/3 these are not; outside it nothing is. Tunnels are refused: they carry an IPv4 address nobody checked. */
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** `10.0.0.0/8`, `::1/128`, or a single address; null where it is neither. */
export function cidrOf(text: string): { address: string; bits: number; family: "ipv4" | "ipv6" } | null {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (version === 0 || rest.length > 0 || length < 0 || length > most) return null;
  return { address, bits: length, family: version === 4 ? "ipv4" : "ipv6" };
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const cidr = cidrOf(range);
    if (!cidr) throw new Error(`${range} is no range of addresses`);
    list.addSubnet(cidr.address, cidr.bits, cidr.family);
  }
  return list;
}

const [notPublic4, notPublic6, global6] = [listOf(special4), listOf(special6), listOf(["2000::/3"])];

/** IPv4 inside IPv6 (`::ffff:10.0.0.1`) is judged as the IPv4 it is. */
function unmapped(address: string): string {
  const plain = address.split("%")[0] ?? address;
  const [, high = "", low = ""] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(plain) ?? [];
  if (high !== "") {
    const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
    return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
  }
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
}

/** Whether anybody on the internet may hold the address. */
export function isPublic(address: string): boolean {
  const plain = unmapped(address);
  const version = isIP(plain);
  if (version === 4) return !notPublic4.check(plain, "ipv4");
  return version === 6 && global6.check(plain, "ipv6") && !notPublic6.check(plain, "ipv6");
}

export interface Targets {
  /** Public, or named in LUMINA_ALLOW_TARGETS. */
  allows(address: string): boolean;
  /** Named in LUMINA_ALLOW_TARGETS. */
  names(address: string): boolean;
}

/** @throws Error when one of the ranges is none. */
export function targets(allowed: readonly string[]): Targets {
  const list = listOf(allowed);
  const names = (address: string): boolean => {
    const plain = unmapped(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 4 ? "ipv4" : "ipv6");
  };
  return { names, allows: (address) => isPublic(address) || names(address) };
}
