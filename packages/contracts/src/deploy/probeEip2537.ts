import { BaseError, type Client, concat, type Hex, HttpRequestError, padHex, TimeoutError } from "viem";
import { call, getChainId } from "viem/actions";
import { DeployError } from "./errors.ts";

/** Addresses of the two precompiles asked. Source: EIP-2537. */
const G1ADD = "0x000000000000000000000000000000000000000b";
const PAIRING = "0x000000000000000000000000000000000000000f";

/** A field element as EIP-2537 takes it: 48 bytes behind 16 zero bytes. */
const field = (value: Hex): Hex => padHex(value, { size: 64 });

/** Generators of BLS12-381, the double of G1's, and the negative of G2's. Source: the vectors of EIP-2537. */
const G1 = concat([
  field("0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
  field("0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"),
]);
const G1_DOUBLED = concat([
  field("0x0572cbea904d67468808c8eb50a9450c9721db309128012543902d0ac358a62ae28f75bb8f1c7c42c39a8c5529bf0f4e"),
  field("0x166a9d8cabc673a322fda673779d8e3822ba3ecb8670e461f73bb9021d5fd76a4c56d9d4cd16bd1bba86881979749d28"),
]);
const G2_X = concat([
  field("0x024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
  field("0x13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"),
]);
const G2_Y = concat([
  field("0x0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
  field("0x0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"),
]);
const G2_Y_NEGATED = concat([
  field("0x0d1b3cc2c7027888be51d9ef691d77bcb679afda66c73f17f9ee3837a55024f78c71363275a75d75d86bab79f74782aa"),
  field("0x13fa4d4a0ad8b1ce186ed5061789213d993923066dddaf1040bc3ff59f825c78df74f2d75467e25e0f55f8a00fa030ed"),
]);

const PROBES: readonly { readonly precompile: Hex; readonly data: Hex; readonly expected: Hex }[] = [
  { precompile: G1ADD, data: concat([G1, G1]), expected: G1_DOUBLED },
  // e(G1, G2) · e(G1, −G2) is one, e(G1, G2) alone isn't.
  {
    precompile: PAIRING,
    data: concat([G1, G2_X, G2_Y, G1, G2_X, G2_Y_NEGATED]),
    expected: padHex("0x01", { size: 32 }),
  },
  { precompile: PAIRING, data: concat([G1, G2_X, G2_Y]), expected: padHex("0x00", { size: 32 }) },
];

/**
 * Asks a chain whether its BLS12-381 precompiles compute: on one without them every checkpoint would revert, and an
 * address without code answers "success".
 *
 * @throws {DeployError} `DEPLOY_EIP2537_UNAVAILABLE`
 */
export async function probeEip2537(client: Client): Promise<void> {
  const answers = await Promise.all(PROBES.map(({ precompile, data }) => ask(client, precompile, data)));
  for (const [index, { precompile, expected }] of PROBES.entries()) {
    const answer = answers[index];
    if (answer === expected) continue;
    const chainId = await getChainId(client);
    throw new DeployError(
      { code: "DEPLOY_EIP2537_UNAVAILABLE", chainId, precompile, answer: answer ?? "0x" },
      `Chain ${chainId} has no BLS12-381 precompile at ${precompile} (EIP-2537): the contracts can't verify anything there.`,
    );
  }
}

/** What the precompile answers; nothing when the chain refuses the call. A provider that can't be reached is an error. */
async function ask(client: Client, to: Hex, data: Hex): Promise<Hex | undefined> {
  try {
    return (await call(client, { to, data })).data;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    if (error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError)) throw error;
    return undefined;
  }
}
