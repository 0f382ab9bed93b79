import { Button, defineMessages, useT } from "@session/ui";
import { useMutation } from "@tanstack/react-query";
import { erc20Abi, type Hex } from "viem";
import { useConfig, useConnection } from "wagmi";
import { usePortal } from "../app/portal.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { WriteError } from "../transactions/WriteError.tsx";
import { BURNER_ID } from "./burner.ts";
import { useWallet } from "./useWallet.ts";

const messages = defineMessages("portal.watchAsset", {
  add: "Add SESH to your wallet",
  added: "Your wallet shows SESH now.",
});

/** Asks the wallet to show the SESH it holds (EIP-747). Nothing where no wallet could do it. */
export function WatchAsset() {
  const t = useT(messages);
  const { config, openL2 } = usePortal();
  const wallets = useConfig();
  const { address, isWrongChain } = useWallet();
  const { connector } = useConnection();
  const { data: params } = useAnswer("getParams", {});
  const watch = useMutation({
    mutationFn: async (token: Hex) => {
      const [publicClient, { getWalletClient }] = await Promise.all([openL2(), import("wagmi/actions")]);
      const client = await getWalletClient(wallets, { chainId: config.chainId });
      const call = { address: token, abi: erc20Abi } as const;
      const [symbol, decimals] = await Promise.all([
        publicClient.readContract({ ...call, functionName: "symbol" }),
        publicClient.readContract({ ...call, functionName: "decimals" }),
      ]);
      return client.watchAsset({ type: "ERC20", options: { address: token, symbol, decimals } });
    },
  });
  if (address === undefined || params === undefined || connector?.id === BURNER_ID) return null;
  return (
    <div className="flex flex-col items-start gap-2">
      <Button disabled={isWrongChain} busy={watch.isPending} onClick={() => watch.mutate(params.contracts.sesh as Hex)}>
        {t("add")}
      </Button>
      {watch.data === true && <p role="status">{t("added")}</p>}
      <WriteError error={watch.error} />
    </div>
  );
}
