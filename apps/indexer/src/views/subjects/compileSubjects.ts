import type { AbiEvent, AbiParameter, Hex } from "viem";

export type Subject = { readonly kind: "address" | "node"; readonly subject: Hex };
type Args = Readonly<Record<string, unknown>>;
type Collect = (value: unknown, into: Hex[]) => void;

/** Addresses that aren't anybody: contracts of tokens, code. */
const THINGS: ReadonlySet<string> = new Set(["token", "foreignToken", "implementation"]);
const NODE_IDS: ReadonlySet<string> = new Set(["id", "nodeId"]);
const NOBODY = `0x${"0".repeat(40)}`;

/** Lists whom an event is about, each once: every address it names, then the node. */
export function compileSubjects(event: AbiEvent): (args: Args, emitter: Hex | undefined) => Subject[] {
  const addresses = event.inputs.flatMap((input) => {
    const collect = compileCollect(input);
    return collect === undefined ? [] : [{ name: input.name ?? "", collect }];
  });
  const node = event.inputs.find(({ type, name }) => type === "uint24" && NODE_IDS.has(name ?? ""))?.name;
  return (args, emitter) => {
    const found: Hex[] = emitter === undefined ? [] : [emitter];
    for (const { name, collect } of addresses) collect(args[name], found);
    const subjects: Subject[] = [];
    for (let index = 0; index < found.length; index++) {
      const subject = found[index] as Hex;
      if (subject !== NOBODY && found.indexOf(subject) === index) subjects.push({ kind: "address", subject });
    }
    if (node !== undefined) subjects.push({ kind: "node", subject: toNodeSubject(args[node] as number) });
    return subjects;
  };
}

/** A node id as the column holds it: 3 B big-endian. */
export const toNodeSubject = (id: number): Hex => `0x${id.toString(16).padStart(6, "0")}`;

/** Takes the addresses out of a value of this type; undefined if it can hold none. */
function compileCollect(input: AbiParameter): Collect | undefined {
  const { type, name } = input;
  if (type.endsWith("]")) {
    const collect = compileCollect({ ...input, type: type.slice(0, type.lastIndexOf("[")) });
    return collect && ((values, into) => (values as unknown[]).forEach((value) => void collect(value, into)));
  }
  if (type === "address") return THINGS.has(name ?? "") ? undefined : (value, into) => void into.push(value as Hex);
  if (type !== "tuple" || !("components" in input)) return undefined;
  const parts = input.components.flatMap((part) => {
    const collect = compileCollect(part);
    return collect === undefined ? [] : [{ name: part.name ?? "", collect }];
  });
  if (parts.length === 0) return undefined;
  return (value, into) => {
    for (const { name: part, collect } of parts) collect((value as Args)[part], into);
  };
}
