import { connect } from "node:net";

export type RawAnswer = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
};

let asked = 0;

/** From ever other addresses, so that no limit hides what comes after it. */
function nextLocalAddress(): string {
  asked++;
  return `127.${1 + ((asked >> 14) & 63)}.${(asked >> 7) & 127}.${1 + (asked & 127)}`;
}

/**
 * Sends bytes as they are, which no HTTP client would, and reads what comes back to its end, or to that of the connection;
 * of an event stream only the head.
 */
export function rawRequest(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const chunks: Buffer[] = [];
  const socket = connect({ port, host: "127.0.0.1", localAddress: nextLocalAddress() });
  const finish = () => {
    socket.destroy();
    const answer = parseAnswer(Buffer.concat(chunks).toString("utf8"));
    if (answer === undefined) reject(new Error(`no answer to ${bytes.toString("latin1").slice(0, 200)}`));
    else resolve(answer);
  };
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    if (isComplete(Buffer.concat(chunks))) finish();
  });
  // What is refused before it was read whole resets the connection after the answer.
  socket.on("error", finish);
  socket.on("close", finish);
  socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  return promise;
}

function isComplete(bytes: Buffer): boolean {
  const end = bytes.indexOf("\r\n\r\n");
  const head = bytes.subarray(0, Math.max(0, end)).toString("latin1");
  if (/^content-type: text\/event-stream/im.test(head)) return true;
  const [, length] = /^content-length: (\d+)$/im.exec(head) ?? [];
  return length !== undefined && bytes.length >= end + 4 + Number(length);
}

function parseAnswer(text: string): RawAnswer | undefined {
  const end = text.indexOf("\r\n\r\n");
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(text) ?? [];
  if (status === undefined || end < 0) return undefined;
  const lines = text.slice(0, end).split("\r\n").slice(1);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers: new Map(headers), body: text.slice(end + 4) };
}

export type RawRequest = {
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly string[];
  readonly body?: string | Buffer | undefined;
};

export function toBytes({ method = "GET", target, headers = [], body = "" }: RawRequest): Buffer {
  const content = Buffer.from(body);
  const lines = [`${method} ${target} HTTP/1.1`, "host: localhost", "connection: close", ...headers];
  if (content.length > 0) lines.push(`content-length: ${content.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), content]);
}
