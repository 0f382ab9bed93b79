import { network } from "hardhat";

let connection: ReturnType<typeof open> | undefined;

const open = () => network.create();

/** One simulated chain for all tests of a file: Osaka rules, as configured. */
export function connect(): ReturnType<typeof open> {
  connection ??= open();
  return connection;
}
