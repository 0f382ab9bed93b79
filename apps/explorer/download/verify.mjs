// biome-ignore-all format: thirty lines. npm install @noble/curves @noble/hashes && node verify.mjs checkpoint-140.json
import { readFileSync } from "node:fs";
import { bls12_381 as bls } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 as keccak } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, concatBytes as join, utf8ToBytes } from "@noble/hashes/utils.js";

const { network, header, checkpoint, digest, certificate: by, contract, claim } = JSON.parse(readFileSync(process.argv[2]));
const { Point: G1 } = bls.G1, { Point: G2 } = bls.G2, { nodes, aggregateKey } = contract, dst = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
const step = async (name, test) => (await test().catch(() => false)) ? console.log("ok    ", name) : process.exit(console.log("FAILED", name) ?? 1);
const hex = (bytes) => `0x${bytesToHex(bytes)}`, split = (t, digits) => t.slice(2).match(RegExp(`.{1,${digits}}`, "g")) ?? [];
const word = (n) => hexToBytes(BigInt(n).toString(16).padStart(64, "0")), hash = (...values) => keccak(join(...values.map(word)));
const root = (row) => (row.length < 2 ? row[0] : root(row.flatMap((a, i) => (i % 2 ? [] : sha256(join(a, row[i + 1] ?? word(0)))))));
const chunk = (v) => (/^0x/.test(v) ? root(split(v, 64).map(hexToBytes)) : word(v).reverse()); // SSZ: numbers are little-endian
const domainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const type = "Checkpoint(uint64 height,uint64 time,bytes32 blockHash,bytes32 claimsRoot)", id = (text) => hex(keccak(utf8ToBytes(text)));
const domain = hash(id(domainType), id("Session Network"), id("1"), network.chainId, network.contract);
const message = keccak(join(Uint8Array.of(0x19, 1), domain, hash(id(type), ...Object.values(checkpoint))));
const idsOf = (place, bits) => [...bits.toString(2)].reverse().flatMap((bit, i) => (bit === "1" ? 256 * place + i : []));
const absent = split(by.nonSigners, 68).flatMap((e) => idsOf(`0x${e.slice(0, 4)}`, BigInt(`0x${e.slice(4)}`)));
const signed = nodes.filter((node) => !absent.includes(node.id)), most = Math.min(Math.floor((nodes.length - 1) / 3), contract.absenteeCap);
const g1 = (key) => G1.fromHex(key.slice(2)), sum = (some) => some.reduce((all, { key }) => all.add(g1(key)), G1.ZERO);
const g2 = ([x0, x1, y0, y1]) => G2.fromHex([x1, x0, y1, y0].map((n) => n.replace(/^0{32}/, "")).join("")); // from EIP-2537
const up = (a, b) => keccak(hex(a) < hex(b) ? join(a, b) : join(b, a)), ids = signed.map((node) => node.id), same = (a, b) => `${a}` === `${b}`;
await step("block", async () => hex(root(Object.values(header).map(chunk))) === checkpoint.blockHash && ["height", "time", "claimsRoot"].every((field) => header[field] === checkpoint[field]));
await step("digest", async () => hex(message) === digest); await step("set", async () => by.setVersion === contract.setVersion && sum(nodes).equals(g1(aggregateKey)));
await step("absentees", async () => same(absent, by.absent) && same(ids, by.signed) && absent.length === nodes.length - ids.length && absent.length <= most);
await step("signature", async () => bls.longSignatures.verify(g2(split(by.signature, 128)), bls.longSignatures.hash(message, dst), sum(signed)));
if (BigInt(contract.storedRoot)) await step("root", async () => contract.storedRoot === checkpoint.claimsRoot);
if (claim) await step("claim", async () => hex(claim.proof.map(word).reduce(up, keccak(hash(claim.kind, claim.subject, claim.value)))) === checkpoint.claimsRoot);
