import type { PanelModules, Witness } from "./providers.ts";

/** Who said what; equal answers have equal texts. */
export type Said = { readonly name: string; readonly answer: string };

/** Tells that there is no majority: because the answers differ, or because too few of the voters have answered. */
export function reportNoMajority({ logger, metrics }: PanelModules, number: bigint, said: readonly Said[]): void {
  const fields = { number, answers: said.map(({ name, answer }) => `${name}: ${answer}`) };
  if (new Set(said.map(({ answer }) => answer)).size < 2) {
    logger.info(fields, "too few l2 providers answer, waiting for the others");
    return;
  }
  metrics.disagreements.inc();
  logger.warn({ code: "PROVIDERS_DISAGREE", ...fields }, "l2 providers disagree, none is used");
}

/** The same for what the witnesses have at one number. */
export function reportSplit(modules: PanelModules, number: bigint, witnesses: readonly Witness[]): void {
  const said = witnesses.map(({ member, look }) => ({
    name: member.name,
    answer: look.blocks.get(number)?.hash ?? "none",
  }));
  reportNoMajority(modules, number, said);
}
