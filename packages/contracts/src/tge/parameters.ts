import { type Address, getAddress, isAddress, zeroAddress } from "viem";
import { contractPresets, type PresetName } from "../presets.ts";
import { TgeError } from "./errors.ts";
import { FREE_PARTS, type FreePart, LOCKED_PARTS, type LockedPart, SESH_UNIT } from "./supply.ts";

/** One beneficiary's share of a part that vests. */
export type Grant = {
  readonly beneficiary: Address;
  /** Base units. */
  readonly amount: bigint;
  /** Whether the revoker may revoke it. */
  readonly revocable: boolean;
  /** Whether the beneficiary may hand it on. */
  readonly transferable: boolean;
};

/** Who gets what at the token generation. */
export type TgeParameters = {
  /** From when lockups count, unix seconds. */
  readonly time: bigint;
  /** Revokes revocable grants. */
  readonly revoker: Address;
  /** Recipients of what is free at once; the pool's is known from the deployment. */
  readonly accounts: Readonly<Record<Exclude<FreePart, "stakingRewardPool">, Address>>;
  readonly grants: Readonly<Record<LockedPart, readonly Grant[]>>;
};

/** A network's parameter file, `ignition/parameters/<network>.json`. */
export type NetworkParameters = {
  readonly preset: PresetName;
  readonly l1: {
    readonly chainId: number;
    readonly gateway: Address;
    readonly router: Address;
    readonly holder: Address;
    readonly registrar: Address;
  };
  readonly l2: { readonly chainId: number; readonly gateway: Address };
  readonly tge: TgeParameters;
};

/** Reads values by their path and notes those that are null or absent, so that one error names them all. */
class Reader {
  readonly #root: unknown;
  readonly missing: string[] = [];

  constructor(root: unknown) {
    this.#root = root;
  }

  #value(path: string): unknown {
    let value: unknown = this.#root;
    for (const key of path.split(".")) value = isRecord(value) ? value[key] : undefined;
    if (value === null || value === undefined) this.missing.push(path);
    return value;
  }

  #read<T>(path: string, expected: string, fallback: T, convert: (value: unknown) => T | undefined): T {
    const value = this.#value(path);
    if (value === null || value === undefined) return fallback;
    const converted = convert(value);
    if (converted === undefined) throw invalid(path, value, expected);
    return converted;
  }

  address(path: string): Address {
    return this.#read(path, "an address that isn't zero", zeroAddress, (value) =>
      typeof value === "string" && isAddress(value) && value !== zeroAddress ? getAddress(value) : undefined,
    );
  }

  chainId(path: string): number {
    return this.#read(path, "a chain id", 0, (value) => (Number.isSafeInteger(value) ? (value as number) : undefined));
  }

  boolean(path: string): boolean {
    return this.#read(path, "true or false", false, (value) => (typeof value === "boolean" ? value : undefined));
  }

  /** Decimal SESH, at most nine decimals, as base units. */
  sesh(path: string): bigint {
    return this.#read(path, "SESH as a decimal string", 0n, (value) => {
      const match = typeof value === "string" ? /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(value) : null;
      if (match === null) return undefined;
      return BigInt(match[1] ?? "") * SESH_UNIT + BigInt((match[2] ?? "").padEnd(9, "0"));
    });
  }

  /** ISO 8601 in UTC as unix seconds. */
  time(path: string): bigint {
    return this.#read(path, "a time such as 2027-01-31T12:00:00Z", 0n, (value) => {
      if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return undefined;
      const time = Date.parse(value);
      return Number.isNaN(time) ? undefined : BigInt(time / 1_000);
    });
  }

  preset(path: string): PresetName {
    return this.#read<PresetName>(path, Object.keys(contractPresets).join(", "), "devnet", (value) =>
      typeof value === "string" && Object.hasOwn(contractPresets, value) ? (value as PresetName) : undefined,
    );
  }

  length(path: string): number {
    return this.#read(path, "a list", 0, (value) => (Array.isArray(value) ? value.length : undefined));
  }
}

/**
 * Checks the content of a network's parameter file.
 *
 * @throws {TgeError} `TGE_PARAMETER_MISSING` with every value still to be filled in (`null`), `TGE_PARAMETER_INVALID`
 */
export function parseNetworkParameters(content: unknown): NetworkParameters {
  const reader = new Reader(content);
  const parsed: NetworkParameters = {
    preset: reader.preset("preset"),
    l1: {
      chainId: reader.chainId("l1.chainId"),
      gateway: reader.address("l1.gateway"),
      router: reader.address("l1.router"),
      holder: reader.address("l1.holder"),
      registrar: reader.address("l1.registrar"),
    },
    l2: { chainId: reader.chainId("l2.chainId"), gateway: reader.address("l2.gateway") },
    tge: readTge(reader),
  };
  if (reader.missing.length > 0)
    throw new TgeError(
      { code: "TGE_PARAMETER_MISSING", names: reader.missing },
      `To be filled in first: ${reader.missing.join(", ")}.`,
    );
  return parsed;
}

function readTge(reader: Reader): TgeParameters {
  const account = (part: keyof TgeParameters["accounts"]) => reader.address(`tge.accounts.${part}`);
  const grants = (part: LockedPart): Grant[] => {
    const path = `tge.grants.${part}`;
    return Array.from({ length: reader.length(path) }, (_, index) => readGrant(reader, `${path}.${index}`));
  };
  return {
    time: reader.time("tge.time"),
    revoker: reader.address("tge.revoker"),
    accounts: {
      oxenCoinClaims: account("oxenCoinClaims"),
      serviceNodeBonus: account("serviceNodeBonus"),
      treasuryOperational: account("treasuryOperational"),
      ecosystem: account("ecosystem"),
    },
    grants: {
      treasurySessionNodes: grants("treasurySessionNodes"),
      treasuryContributors: grants("treasuryContributors"),
      treasuryAdvisors: grants("treasuryAdvisors"),
      treasuryOperationalLocked: grants("treasuryOperationalLocked"),
      ecosystemLocked: grants("ecosystemLocked"),
      strategicSaleStakeable: grants("strategicSaleStakeable"),
      strategicSaleLocked: grants("strategicSaleLocked"),
      testnetIncentive: grants("testnetIncentive"),
    },
  };
}

function readGrant(reader: Reader, path: string): Grant {
  return {
    beneficiary: reader.address(`${path}.beneficiary`),
    amount: reader.sesh(`${path}.sesh`),
    revocable: reader.boolean(`${path}.revocable`),
    transferable: reader.boolean(`${path}.transferable`),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function invalid(name: string, value: unknown, expected: string): TgeError {
  const shown = JSON.stringify(value);
  return new TgeError(
    { code: "TGE_PARAMETER_INVALID", name, value: shown, expected },
    `${name} is ${shown}; expected ${expected}.`,
  );
}

/** Base units of each part, for those who compare. */
export function partAmount(part: FreePart | LockedPart): bigint {
  const sesh = part in FREE_PARTS ? FREE_PARTS[part as FreePart] : LOCKED_PARTS[part as LockedPart].sesh;
  return sesh * SESH_UNIT;
}
