import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Abi, encodeDeployData, encodeFunctionData, getContract, type Hex, zeroAddress } from "viem";
import { transparentUpgradeableProxyArtifact } from "../../src/abis/generated/TransparentUpgradeableProxy.ts";
import { deployContracts } from "../../src/deploy/index.ts";
import {
  rewardRatePoolAbi,
  rewardRatePoolArtifact,
  serviceNodeRewardsAbi,
  seshL2Abi,
  seshL2Artifact,
} from "../../src/index.ts";
import { sign, testKey } from "../bls/support/blsKeys.ts";
import { account, createChain, type TestChain } from "../support/chain.ts";
import { ed25519Of, OWNER, possessionDigest, REQUIREMENT, startNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import { currentRelease, deployImplementation } from "./support/implementations.ts";

const someone = account(9).address;

type Artifact = { readonly abi: unknown; readonly bytecode: string };

/** Creates a contract as account 0. @returns its address */
async function create(chain: TestChain, { abi, bytecode }: Artifact, args: readonly unknown[]) {
  const data = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args });
  const hash = await chain.wallet(0).sendTransaction({ data, gas: 9_000_000n });
  const { contractAddress } = await chain.client.getTransactionReceipt({ hash });
  assert.ok(contractAddress != null);
  return contractAddress;
}

describe("what a deployment refuses", () => {
  it("1.19 contracts can't be made without their parts", async () => {
    const chain = await createChain();
    await revertsWith(create(chain, rewardRatePoolArtifact, [zeroAddress]), "ZeroAddress");
    await revertsWith(create(chain, seshL2Artifact, [zeroAddress, someone]), "ZeroAddress");
    await revertsWith(create(chain, seshL2Artifact, [someone, zeroAddress]), "ZeroAddress");
    await revertsWith(deployImplementation(chain, currentRelease, zeroAddress, "devnet"), "ZeroAddress");
    const implementation = await deployImplementation(chain, currentRelease, someone, "devnet");
    const proxy = (pool: Hex, owner: Hex) => {
      const args = [owner, zeroAddress, pool, REQUIREMENT] as const;
      const data = encodeFunctionData({ abi: serviceNodeRewardsAbi, functionName: "initialize", args });
      return create(chain, transparentUpgradeableProxyArtifact, [implementation, someone, data]);
    };
    await revertsWith(proxy(zeroAddress, someone), "ZeroAddress");
    await revertsWith(proxy(someone, zeroAddress), "OwnableInvalidOwner");
  });

  it("a pool without a beneficiary pays nobody, and can't be given none", async () => {
    const chain = await createChain();
    const token = await create(chain, seshL2Artifact, [someone, account(0).address]);
    const implementation = await create(chain, rewardRatePoolArtifact, [token]);
    const args = [account(0).address] as const;
    const data = encodeFunctionData({ abi: rewardRatePoolAbi, functionName: "initialize", args });
    const address = await create(chain, transparentUpgradeableProxyArtifact, [
      implementation,
      account(OWNER).address,
      data,
    ]);
    const client = { public: chain.client, wallet: chain.wallet(0) };
    const pool = getContract({ abi: rewardRatePoolAbi, address, client });
    assert.equal((await pool.read.token()).toLowerCase(), token);
    await revertsWith(pool.write.payoutReleased(), "BeneficiaryNotSet");
    await revertsWith(pool.write.setBeneficiary([zeroAddress]), "ZeroAddress");
  });

  it("doesn't start when the stakes aren't there", async () => {
    const chain = await createChain();
    const stop = new Error("stop before seeding");
    let address: Hex = zeroAddress;
    const deployment = deployContracts({
      transport: chain.transport,
      chainId: chain.chainId,
      deployer: account(0),
      owner: account(OWNER),
      preset: "devnet",
      poolFunding: 0n,
      pollingMs: 1,
      seeds: ({ verifyingContract }) => {
        address = verifyingContract;
        throw stop;
      },
    });
    await assert.rejects(deployment, (error) => error === stop);
    const client = { public: chain.client, wallet: chain.wallet(0) };
    const rewards = getContract({ abi: serviceNodeRewardsAbi, address, client });
    // On a network without a bridge the deployer is the token's gateway: it can burn what no bridge could.
    const token = getContract({ abi: seshL2Abi, address: await rewards.read.token(), client });
    await token.write.bridgeMint([account(0).address, REQUIREMENT]);
    await token.write.approve([address, REQUIREMENT]);
    await rewards.write.seedKeyPage([0, testKey(0).affine]);
    const domain = { chainId: chain.chainId, verifyingContract: address };
    const proof = sign(testKey(0), possessionDigest(domain, testKey(0), someone, ed25519Of(0)));
    const contributors = [{ staker: someone, beneficiary: someone, amount: REQUIREMENT }];
    const seed = { ed25519Pubkey: BigInt(ed25519Of(0)), feeBps: 0, contributors };
    await rewards.write.seedPublicKeyList([[seed], proof]);
    await token.write.bridgeBurn([address, 1n]);
    assert.deepEqual(await revertsWith(rewards.write.start(), "PrincipalNotCovered"), [REQUIREMENT - 1n, REQUIREMENT]);
    await token.write.bridgeMint([address, 1n]);
    await rewards.write.start();
  });

  it("a node without an ed25519 key", async () => {
    const network = await startNetwork({ nodes: 1 });
    const { args } = network.registration(60, account(4).address);
    const params = { ...args[2], ed25519Pubkey: 0n };
    const registration = network.rewardsAs(4).write.addBLSPublicKey([args[0], args[1], params, args[3]]);
    await revertsWith(registration, "InvalidEd25519Pubkey");
  });
});
