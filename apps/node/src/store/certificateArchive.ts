import type { CertificateResponse } from "@session/sdk/node-api";
import { type Database, toOrderedKey } from "./database.ts";
import { fromJsonBytes, toJsonBytes } from "./json.ts";

const keyOf = (height: number) => `certificate/${toOrderedKey(height)}`;

/** Certificates of checkpoints older than those whose single attestations are kept. */
export class CertificateArchive {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(height: number): Promise<CertificateResponse | undefined> {
    const bytes = await this.#database.get(keyOf(height));
    return bytes === undefined ? undefined : fromJsonBytes<CertificateResponse>(bytes);
  }

  async put(height: number, certificate: CertificateResponse): Promise<void> {
    await this.#database.write([{ type: "put", key: keyOf(height), value: toJsonBytes(certificate) }]);
  }
}
