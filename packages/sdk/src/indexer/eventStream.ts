/** One event of a stream, as far as we use them. */
export type ParsedEvent = {
  readonly event: string;
  readonly data: string;
  /** To go on after; undefined where the event names none. */
  readonly id?: string | undefined;
};

/**
 * Takes server-sent events out of a text that comes in pieces (WHATWG HTML, section 9.2.6): lines end with LF, CR LF or CR;
 * an empty line ends an event; lines that begin with a colon are comments.
 */
export class EventParser {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #id: string | undefined;

  /** @returns events the piece has completed */
  push(piece: string): ParsedEvent[] {
    const text = this.#rest + piece;
    // A CR at the end may be half of a CR LF.
    const lines = text.endsWith("\r") ? [text] : text.split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => this.#take(line)).filter((event) => event !== undefined);
  }

  #take(line: string): ParsedEvent | undefined {
    if (line === "") return this.#end();
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
    if (field === "id") this.#id = value;
    return undefined;
  }

  #end(): ParsedEvent | undefined {
    const event = this.#event || "message";
    const [data, id] = [this.#data, this.#id];
    this.#event = "";
    this.#data = [];
    this.#id = undefined;
    return data.length === 0 ? undefined : { event, data: data.join("\n"), ...(id !== undefined && { id }) };
  }
}
