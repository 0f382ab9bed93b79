import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatNodeTestRunner from "@nomicfoundation/hardhat-node-test-runner";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import { defineConfig } from "hardhat/config";

/** The compiler comes from the npm package `solc` (WebAssembly), so that compiling needs no download. */
const soljsonPath = join(dirname(createRequire(import.meta.url).resolve("solc/package.json")), "soljson.js");

/** @param runs how often code is expected to run: the higher, the cheaper a call and the longer the code */
const compiler = (runs: number) => ({
  version: "0.8.37",
  path: soljsonPath,
  settings: {
    // Prague is the first version whose precompiles include EIP-2537 (BLS12-381).
    evmVersion: "prague",
    viaIR: true,
    optimizer: { enabled: true, runs },
    // Reproducible code: no hash of sources and paths at its end.
    metadata: { bytecodeHash: "none", appendCBOR: false },
    outputSelection: { "*": { "*": ["storageLayout"] } },
  },
});

export default defineConfig({
  plugins: [hardhatViem, hardhatIgnitionViem, hardhatNodeTestRunner],
  solidity: {
    splitTestsCompilation: true,
    // Each contract stands behind a transparent proxy, whose admin belongs to the timelock of upgrades; parameters
    // belong to another, shorter one.
    npmFilesToBuild: [
      "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol",
      "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
    profiles: {
      default: {
        compilers: [compiler(1_000_000)],
        // As much as the 24,576 bytes of EIP-170 allow.
        overrides: { "contracts/rewards/ServiceNodeRewards.sol": compiler(800) },
      },
    },
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", chainId: 31337, blockGasLimit: 60_000_000 },
  },
  // Harnesses of the tests, and what only devnets deploy.
  coverage: { skipFiles: ["contracts/testing/**", "contracts/devnet/**"] },
  paths: { tests: { nodejs: "./test", solidity: "./test" } },
});
