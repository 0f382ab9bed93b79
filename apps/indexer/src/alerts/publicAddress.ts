import { BlockList, isIP } from "node:net";

// IANA's special-purpose registries: what isn't globally reachable, or leads to what isn't.
const IPV4: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Metadata services of clouds among them.
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
const IPV6: readonly [string, number][] = [
  ["::", 96],
  ["::ffff:0:0", 96],
  ["::ffff:0:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];

const ipv4 = new BlockList();
for (const [net, prefix] of IPV4) ipv4.addSubnet(net, prefix, "ipv4");
const ipv6 = new BlockList();
for (const [net, prefix] of IPV6) ipv6.addSubnet(net, prefix, "ipv6");

/** Whether an IP address belongs to the public internet: not private, loopback, link-local, reserved, or a way into those. */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !ipv4.check(ip, "ipv4");
  return family === 6 && !ip.includes("%") && !ipv6.check(ip, "ipv6");
}
