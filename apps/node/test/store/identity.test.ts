import { hasCode } from "@session/protocol";
import { expect, it, onTestFinished } from "vitest";
import { Database } from "../../src/store/database.ts";
import { checkNetwork, claimDataFolder } from "../../src/store/identity.ts";
import { temporaryFolder } from "../chain/support.ts";

const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const mine = { genesisHash: fill(1), ed25519Key: fill(2), blsKey: fill(3, 48) };

it("a folder is its first owner's; another network or another of the two keys is refused", async () => {
  const folder = await temporaryFolder();
  const database = await Database.open(folder);
  onTestFinished(() => database.close());
  await checkNetwork(database, folder, fill(9));
  await claimDataFolder(database, folder, mine);
  await claimDataFolder(database, folder, mine);
  await checkNetwork(database, folder, fill(1));
  const refusal = expect.toSatisfy((error: unknown) => hasCode(error, "DATA_OF_OTHER_NODE"));
  for (const other of [{ genesisHash: fill(9) }, { ed25519Key: fill(9) }, { blsKey: fill(9, 48) }])
    await expect(claimDataFolder(database, folder, { ...mine, ...other })).rejects.toEqual(refusal);
  await expect(checkNetwork(database, folder, fill(9))).rejects.toEqual(refusal);
});
