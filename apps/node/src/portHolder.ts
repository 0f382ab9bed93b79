import { isAddressInUse, portHolder } from "@session/http/process";
import { NodeError } from "./errors.ts";

/** Turns EADDRINUSE into an error that names the process and the option; any other error comes back as it is. */
export async function explainListenError(error: unknown, port: number, option: string): Promise<unknown> {
  if (!isAddressInUse(error)) return error;
  const holder = await portHolder(port);
  return new NodeError(
    { code: "PORT_IN_USE", port, process: holder, option },
    `Port ${port} is taken by ${holder}. Stop it, or choose another port with ${option}.`,
    { cause: error },
  );
}
