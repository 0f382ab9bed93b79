import { readFile, rename, writeFile } from "node:fs/promises";
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { findAccount } from "./accounts.ts";
import { DevnetError } from "./errors.ts";
import type { DevnetFolder } from "./folder.ts";

type KeptWallet = { readonly address: Address; readonly privateKey: Hex; readonly purpose: string };

/** A fresh account of this network, kept in its folder so that nothing it holds is lost. */
export async function makeWallet(folder: DevnetFolder, purpose: string): Promise<KeptWallet> {
  const privateKey = generatePrivateKey();
  const wallet = { address: privateKeyToAccount(privateKey).address, privateKey, purpose };
  const temporary = `${folder.wallets}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify([...(await readWallets(folder)), wallet], null, 2), { mode: 0o600 });
  await rename(temporary, folder.wallets);
  return wallet;
}

/**
 * The key of an address: a development account's, or one made for this network.
 *
 * @throws DevnetError KEY_UNKNOWN
 */
export async function findKey(folder: DevnetFolder, address: string): Promise<Hex> {
  const isIt = (wallet: { readonly address: string }) => wallet.address.toLowerCase() === address.toLowerCase();
  const key = findAccount(address)?.privateKey ?? (await readWallets(folder)).find(isIt)?.privateKey;
  if (key !== undefined) return key;
  throw new DevnetError(
    { code: "KEY_UNKNOWN", address },
    `This network has no key for ${address}: only accounts of the table and of journeys can be used from here.`,
  );
}

async function readWallets(folder: DevnetFolder): Promise<KeptWallet[]> {
  const text = await readFile(folder.wallets, "utf8").catch(() => "[]");
  return JSON.parse(text) as KeptWallet[];
}
