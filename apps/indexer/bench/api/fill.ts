import { blst } from "@session/bls/blst";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { FinalBlockSsz } from "@session/protocol";
import { ChainBuilder } from "@session/protocol/testing";
import { bytesToHex, toEventSelector } from "viem";
import { openDatabase } from "../../src/database/connect.ts";
import { BENCH_CONTRACTS } from "../chain/benchChain.ts";
import { query } from "../places.ts";

export type Sizes = { readonly nodes: number; readonly contributors: number; readonly events: number };

/** Where the heads stand, and how addresses are made: the API's server and its load go by it. */
export const HEAD_TIME = 1_760_000_000;
export const BLOCK_SEC = 12;
export const EVENTS_PER_BLOCK = 10;
export const HEIGHTS = 20_000;
export const STAKERS = 5_000;
export const POOLS = 500;
export const addressOf = (kind: "a" | "b", index: number): `0x${string}` =>
  `0x${kind}${index.toString(16).padStart(39, "0")}`;

const DAYS = 30;
const HOURS = 7 * 24;
const topicOf = (name: string) => {
  const event = serviceNodeRewardsAbi.find((item) => item.type === "event" && item.name === name);
  if (event?.type !== "event") throw new Error(`no event ${name}`);
  return toEventSelector(event).slice(2);
};
const bytes = (text: string, size: number) => `decode(lpad(${text}, ${2 * size}, '0'), 'hex')`;
const hashOf = (text: string) => `sha256(convert_to(${text}, 'UTF8'))`;
const address = (kind: "a" | "b", index: string) => `decode('${kind}' || lpad(to_hex(${index}), 39, '0'), 'hex')`;
const staker = (index: string) => address("a", `(${index}) % ${STAKERS}`);

/** Blocks are read for their header only: the same one stands for all. */
function aBlock(): string {
  const builder = new ChainBuilder(blst, { nodes: 4 });
  const { block, hash } = builder.next({});
  const commit = builder.commit(block.header.height, hash, builder.state.validators(), () => true);
  return `'\\x${bytesToHex(FinalBlockSsz.serialize({ block, commit })).slice(2)}'::bytea`;
}

/** Every fourth event is a request to leave by a node's contributor, the others are claims. */
function statements({ nodes, contributors, events }: Sizes): string[] {
  const blocks = Math.ceil(events / EVENTS_PER_BLOCK);
  const timeOf = (block: string) => `${HEAD_TIME}::bigint - (${blocks} - ${block}) * ${BLOCK_SEC}`;
  const stake = 25_000n * 10n ** 9n;
  const share = stake / BigInt(contributors);
  const rewards = `decode('${BENCH_CONTRACTS.serviceNodeRewards.slice(2)}', 'hex')`;
  const contributorsOf = `(select jsonb_agg(jsonb_build_object('staker', '0x' || encode(${staker(`n * ${contributors} + p`)}, 'hex'),
    'beneficiary', '0x' || encode(${staker(`n * ${contributors} + p`)}, 'hex'), 'amount', '${share}') order by p) from generate_series(0, ${contributors - 1}) p)`;
  const block = `(e / ${EVENTS_PER_BLOCK} + 1)`;
  const keys = `${hashOf("'x' || n")} || ${hashOf("'y' || n")} || ${hashOf("'z' || n")}`;
  return [
    `insert into l2_steps select b, ${hashOf("'b' || b")}, ${hashOf("'b' || (b - 1)")}, ${timeOf("b")}, '[]' from generate_series(1, ${blocks}) b`,
    `insert into l2_logs (block_number, log_index, block_hash, time, tx_hash, address, topic0, topic1, topic2, data)
      select ${block}, e % ${EVENTS_PER_BLOCK}, ${hashOf(`'b' || ${block}`)}, ${timeOf(block)}, ${hashOf("'t' || e")}, ${rewards},
      case when e % 4 = 0 then decode('${topicOf("ServiceNodeExitRequest")}', 'hex') else decode('${topicOf("RewardsClaimed")}', 'hex') end,
      case when e % 4 = 0 then ${bytes(`to_hex(e % ${nodes} + 1)`, 32)} else '\\x000000000000000000000000'::bytea || ${staker("e")} end,
      case when e % 4 = 0 then '\\x000000000000000000000000'::bytea || ${staker("e")} end,
      case when e % 4 = 0 then ''::bytea else ${bytes("to_hex(1000000 + e)", 32)} || ${bytes("to_hex(2000000 + e)", 32)} end
      from generate_series(0, ${events - 1}) e`,
    `insert into event_subjects select ${block}, e % ${EVENTS_PER_BLOCK}, 'address', ${staker("e")} from generate_series(0, ${events - 1}) e`,
    `insert into event_subjects select ${block}, e % ${EVENTS_PER_BLOCK}, 'node', ${bytes(`to_hex(e % ${nodes} + 1)`, 3)}
      from generate_series(0, ${events - 1}, 4) e`,
    `insert into claims select ${block}, e % ${EVENTS_PER_BLOCK}, ${timeOf(block)}, ${hashOf("'t' || e")}, ${staker("e")}, 1000000 + e, 2000000 + e
      from generate_series(0, ${events - 1}) e where e % 4 <> 0`,
    `insert into staked_nodes (id, operator, initiator, bls, ed25519, fee_bps, deposit, is_seeded, registered_block, registered_time, registered_tx,
      returned, locked_until, liquidator_penalty, pool_penalty)
      select n, ${staker(`n * ${contributors}`)}, null, ${keys}, ${hashOf("'e' || n")}, n % 2000, ${stake}, 0, n, ${timeOf("n")}, ${hashOf("'r' || n")}, 0, 0, 0, 0
      from generate_series(1, ${nodes}) n`,
    `insert into staked_contributors select n, p, ${staker(`n * ${contributors} + p`)}, ${staker(`n * ${contributors} + p`)}, ${share}
      from generate_series(1, ${nodes}) n, generate_series(0, ${contributors - 1}) p`,
    `insert into chain_nodes (id, status, status_time, status_height, operator, ed25519, bls, fee_bps, deposit, contributors, registered_time,
      registered_height, is_payable, payable_at, credit_sec, credit_time, fork_version)
      select n, case when n % 50 = 0 then 'decommissioned' else 'active' end, ${HEAD_TIME - 86_400}, 1, ${staker(`n * ${contributors}`)}, ${hashOf("'e' || n")},
      substring(${keys} from 1 for 48), n % 2000, ${stake}, ${contributorsOf}, ${timeOf("n")}, 1, 1, ${HEAD_TIME - 86_400}, 3600, ${HEAD_TIME - 600}, 1
      from generate_series(1, ${nodes}) n`,
    `insert into pools (address, operator, bls, ed25519, fee_bps, reserved, manual_finalize, staking_requirement, max_contributors, state, contributed,
      contributors, resets, deployed_block, deployed_time, deployed_tx, updated_time)
      select ${address("b", "n")}, ${staker("n")}, ${keys}, ${hashOf("'p' || n")}, n % 2000, '[]', 0, ${stake}, 10, 'open', ${share * 5n}, 5, 0, n, ${timeOf("n")},
      ${hashOf("'d' || n")}, ${timeOf("n + 100")} from generate_series(1, ${POOLS}) n`,
    `insert into pool_contributions select ${address("b", "n")}, ${staker("n + p * 7")}, ${staker("n + p * 7")}, ${share}, ${timeOf("n")}, ${timeOf("n")}
      from generate_series(1, ${POOLS}) n, generate_series(0, 4) p`,
    `insert into accepted_checkpoints select h, ${hashOf("'h' || h")}, ${hashOf("'c' || h")}, ${nodes}, ${nodes}, h, ${timeOf("h")}, ${hashOf("'s' || h")}, 0
      from generate_series(10, ${HEIGHTS}, 10) h`,
    `insert into parameter_changes select 1, row_number() over (), ${timeOf("1")}, ${hashOf("'q'")}, name, args::jsonb from (values
      ('StakingRequirementUpdated', '{"stakingRequirement":"${stake}"}'), ('MaxContributorsUpdated', '{"maxContributors":"10"}'),
      ('ClaimCapUpdated', '{"claimCap":"1000000000000000"}'), ('AbsenteeCapUpdated', '{"absenteeCap":"300"}'),
      ('LiquidationRatiosUpdated', '{"liquidatorRatio":"1","poolRatio":"1","recipientRatio":"1000"}')) as changes(name, args)`,
    `insert into chain_blocks select h, ${hashOf("'h' || h")}, ${HEAD_TIME} - (${HEIGHTS} - h) * 10, h % ${nodes} + 1, 0, h, 3, case when h % 10 = 0 then 1 else 0 end, ${aBlock()}
      from generate_series(1, ${HEIGHTS}) h`,
    `insert into participation_hours select ${HEAD_TIME - (HEAD_TIME % 3600)} - hour * 3600, n, 350, 360
      from generate_series(1, ${nodes}) n, generate_series(0, ${HOURS - 1}) hour`,
    `insert into reward_days select distinct (to_timestamp(${HEAD_TIME}) - day * interval '1 day')::date, n, ${staker(`n * ${contributors} + p`)}, 123456789012345678
      from generate_series(1, ${nodes}) n, generate_series(0, ${contributors - 1}) p, generate_series(0, ${DAYS - 1}) day`,
    `insert into reward_totals select ${address("a", "i")}, 12345678901234567890, ${HEIGHTS} from generate_series(0, ${STAKERS - 1}) i`,
    `insert into network_hours select ${HEAD_TIME - (HEAD_TIME % 3600)} - hour * 3600, ${HEIGHTS} - hour, ${HEAD_TIME} - hour * 3600, 0, ${nodes}, 0, 0, ${nodes},
      ${stake * BigInt(nodes)}, ${stake}, 350000000000, 1000000000000000, 1000000, 3, '{"1": ${nodes}}' from generate_series(0, ${HOURS - 1}) hour`,
    `insert into timeline select n * 7 + k, n % 50 * 100 + k, ${HEAD_TIME} - n, n, 'decommissioned', '{}' from generate_series(1, ${nodes}) n, generate_series(0, 9) k
      on conflict do nothing`,
    `insert into cursors values ('l2', ${blocks}, ${hashOf("'head'")}, ${blocks}), ('chain', ${HEIGHTS}, ${hashOf(`'h' || ${HEIGHTS}`)}, ${HEIGHTS})`,
    "analyze",
  ];
}

/** Fills a database as after long use. Made by the database itself: what counts here is how it answers. */
export async function fill(url: string, sizes: Sizes): Promise<void> {
  await (await openDatabase({ kind: "postgres", url })).close();
  for (const statement of statements(sizes)) await query(url, statement);
}
