import type { Wallet } from "@session/sdk";
import { Button, defineMessages, useT } from "@session/ui";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { explain } from "../errors/explain.ts";
import { CostLine, useCost } from "../transactions/Cost.tsx";
import type { CostDependency } from "../transactions/cost.ts";
import { FaultList, type Needs, usePreflight } from "../transactions/Preflight.tsx";
import { useWrite } from "../transactions/useWrite.ts";
import { WriteError } from "../transactions/WriteError.tsx";

const messages = defineMessages("portal.sign", { retry: "Try again" });

export type SignProps<Result> = {
  /** What happens, as a verb. */
  readonly label: string;
  readonly act: (wallet: Wallet) => Promise<Result>;
  /** All that will have been signed in the end, where `act` is only the first step to it: the cost is of all. */
  readonly whole?: (wallet: Wallet) => Promise<unknown>;
  /** All that `act` takes from its surroundings. */
  readonly deps: readonly CostDependency[];
  readonly needs: Needs;
  /** False while what is entered isn't complete. */
  readonly isComplete?: boolean;
  readonly onSent: (hash: Hex) => void;
  readonly onDone?: (result: Result) => void;
  readonly variant?: "primary" | "secondary";
  /** What is asked for or said before the button. */
  readonly children?: ReactNode;
};

/** The end of every flow: what it takes, what stands in the way, what it costs, the button, and what went wrong. */
export function Sign<Result>(props: SignProps<Result>) {
  const { label, act, deps, needs, isComplete = true, onSent, onDone = () => undefined, children } = props;
  const t = useT(messages);
  const cost = useCost(props.whole ?? act, deps, isComplete);
  const { isReady, faults } = usePreflight({ ...needs, costWei: cost.wei });
  const write = useWrite((wallet, _: undefined) => act(wallet), onSent);
  const hasFailed = write.error !== null && !explain(write.error).isRefusal;
  return (
    <form
      noValidate
      className="flex w-full flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && isComplete && !write.isPending) write.mutate(undefined, { onSuccess: onDone });
      }}
    >
      {children}
      <div className="w-full empty:hidden">
        <FaultList faults={faults} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          type="submit"
          variant={props.variant ?? "primary"}
          busy={write.isPending}
          disabled={!isReady || !isComplete}
        >
          {hasFailed ? `${t("retry")}: ${label}` : label}
        </Button>
        {isComplete && <CostLine cost={cost} ofAll={props.whole !== undefined} />}
      </div>
      <WriteError error={write.error} />
    </form>
  );
}
