import { useRef, useState } from "react";
import { useExplorer } from "../../app/explorer.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import type { CheckpointBundle } from "../../verify/bundle.ts";
import type { Question } from "../../verify/fetchBundle.ts";
import type { StepResult } from "../../verify/steps.ts";

export type Verification = {
  readonly state: "idle" | "running" | "done";
  readonly steps: readonly StepResult[];
  readonly bundle: CheckpointBundle | undefined;
  /** Why nothing could be verified. */
  readonly error: unknown;
};

const IDLE: Verification = { state: "idle", steps: [], bundle: undefined, error: undefined };

/** A verification in this browser; `start` begins anew. Its code, noble and viem among it, is loaded when it begins. */
export function useVerification(acceptedAt?: bigint) {
  const { config } = useExplorer();
  const isNamed = config.contract !== null && config.nodeApis.length > 0;
  const params = useAnswer("getParams", {}, { isOn: !isNamed });
  const [verification, setVerification] = useState(IDLE);
  const run = useRef(0);

  const contract = config.contract ?? (params.data?.contracts.serviceNodeRewards as `0x${string}` | undefined);
  const nodeApis = config.nodeApis.length > 0 ? config.nodeApis : (params.data?.nodeApis ?? []);
  const start = async (question: Question): Promise<void> => {
    if (contract === undefined) return;
    const own = ++run.current;
    const update = (change: (last: Verification) => Partial<Verification>) => {
      if (run.current === own) setVerification((last) => ({ ...last, ...change(last) }));
    };
    setVerification({ ...IDLE, state: "running" });
    try {
      const { runVerification } = await import("../../verify/runVerification.ts");
      const places = { rpcUrl: config.rpcUrl, contract, nodeApis, ...(acceptedAt === undefined ? {} : { acceptedAt }) };
      await runVerification(places, question, {
        onBundle: (bundle) => update(() => ({ bundle })),
        onStep: (step) => update(({ steps }) => ({ steps: [...steps, step] })),
      });
    } catch (error) {
      update(() => ({ error }));
    }
    update(() => ({ state: "done" }));
  };
  return { verification, start, isReady: contract !== undefined, contract, placesError: params.error };
}
