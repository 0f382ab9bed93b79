/** A value kept in the browser's storage that components can follow. */
export type Stored<Value> = {
  /** The same object until it changes. */
  readonly read: () => Value;
  /** `undefined` forgets it. */
  readonly write: (value: Value | undefined) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/**
 * Keeps a value as JSON under a name, and follows changes by other tabs. Where storage is forbidden it lasts as long as the
 * page.
 *
 * @param parse - what is read may be anything: an older version's, or somebody else's
 */
export function stored<Value>(name: string, parse: (json: unknown) => Value): Stored<Value> {
  let text: string | null | undefined;
  let value = parse(undefined);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const read = () => {
    const now = readItem(name, text ?? null);
    if (now !== text) {
      text = now;
      value = parse(toJson(now));
    }
    return value;
  };
  const onStorage = ({ key }: StorageEvent) => {
    if (key === name || key === null) tell();
  };
  return {
    read,
    write: (next) => {
      text = next === undefined ? null : JSON.stringify(next);
      value = parse(next);
      writeItem(name, text);
      tell();
    },
    subscribe: (listener) => {
      if (listeners.size === 0) window.addEventListener("storage", onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener("storage", onStorage);
      };
    },
  };
}

function readItem(name: string, otherwise: string | null): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return otherwise;
  }
}

function writeItem(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Forbidden or full; see stored.
  }
}

function toJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
