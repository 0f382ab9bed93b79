CREATE TABLE "alert_deliveries" (
	"id" serial PRIMARY KEY NOT NULL,
	"alert_id" integer NOT NULL,
	"subscription" "bytea" NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" bigint,
	"delivered_at" bigint,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "alert_feeds" (
	"address" "bytea" PRIMARY KEY NOT NULL,
	"read_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_positions" (
	"source" text PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_subscriptions" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"address" "bytea" NOT NULL,
	"url" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"failing_since" bigint,
	"disabled_at" bigint
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" serial PRIMARY KEY NOT NULL,
	"dedupe" text NOT NULL,
	"address" "bytea" NOT NULL,
	"type" text NOT NULL,
	"detail" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "alerts_dedupe_unique" UNIQUE("dedupe")
);
--> statement-breakpoint
CREATE TABLE "deferred_indexes" (
	"name" text PRIMARY KEY NOT NULL,
	"table_name" text NOT NULL,
	"definition" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"height" integer PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL,
	"non_signers" "bytea" NOT NULL,
	"set_version" bigint NOT NULL,
	"signed" integer[] NOT NULL,
	"absent" integer[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_blocks" (
	"height" integer PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"time" bigint NOT NULL,
	"proposer" integer NOT NULL,
	"round" integer NOT NULL,
	"l2_number" bigint NOT NULL,
	"l2_events" integer NOT NULL,
	"is_checkpoint" smallint NOT NULL,
	"ssz" "bytea" NOT NULL,
	CONSTRAINT "chain_blocks_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "chain_states" (
	"height" integer PRIMARY KEY NOT NULL,
	"ssz" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cursors" (
	"source" text PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"final_number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "l2_dropped" (
	"number" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"ancestor_number" bigint NOT NULL,
	"ancestor_hash" "bytea" NOT NULL,
	CONSTRAINT "l2_dropped_number_hash_pk" PRIMARY KEY("number","hash")
);
--> statement-breakpoint
CREATE TABLE "l2_logs" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"block_hash" "bytea" NOT NULL,
	"time" bigint NOT NULL,
	"tx_hash" "bytea" NOT NULL,
	"address" "bytea" NOT NULL,
	"topic0" "bytea" NOT NULL,
	"topic1" "bytea",
	"topic2" "bytea",
	"topic3" "bytea",
	"data" "bytea" NOT NULL,
	CONSTRAINT "l2_logs_block_number_log_index_pk" PRIMARY KEY("block_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "l2_position" (
	"id" smallint PRIMARY KEY NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "l2_steps" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"parent_hash" "bytea" NOT NULL,
	"timestamp" bigint NOT NULL,
	"reads" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "undo" (
	"step" bigint NOT NULL,
	"seq" integer NOT NULL,
	"table_name" text NOT NULL,
	"key" jsonb NOT NULL,
	"row" jsonb,
	CONSTRAINT "undo_step_seq_pk" PRIMARY KEY("step","seq")
);
--> statement-breakpoint
CREATE TABLE "prepared_registrations" (
	"operator" "bytea" NOT NULL,
	"ed25519" "bytea" NOT NULL,
	"bls" "bytea" NOT NULL,
	"proof_of_possession" "bytea" NOT NULL,
	"ed25519_signature" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "prepared_registrations_operator_ed25519_pk" PRIMARY KEY("operator","ed25519")
);
--> statement-breakpoint
CREATE TABLE "accepted_checkpoints" (
	"height" bigint PRIMARY KEY NOT NULL,
	"block_hash" "bytea" NOT NULL,
	"claims_root" "bytea" NOT NULL,
	"signers" integer NOT NULL,
	"nodes" integer NOT NULL,
	"block_number" bigint NOT NULL,
	"time" bigint NOT NULL,
	"tx_hash" "bytea" NOT NULL,
	"is_revoked" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"time" bigint NOT NULL,
	"tx_hash" "bytea" NOT NULL,
	"recipient" "bytea" NOT NULL,
	"amount" bigint NOT NULL,
	"lifetime_rewards" bigint NOT NULL,
	CONSTRAINT "claims_block_number_log_index_pk" PRIMARY KEY("block_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "network_hours" (
	"hour" bigint PRIMARY KEY NOT NULL,
	"height" integer NOT NULL,
	"time" bigint NOT NULL,
	"joining" integer NOT NULL,
	"active" integer NOT NULL,
	"decommissioned" integer NOT NULL,
	"removed" integer NOT NULL,
	"payable" integer NOT NULL,
	"staked" bigint NOT NULL,
	"staking_requirement" bigint NOT NULL,
	"reward_rate" bigint NOT NULL,
	"pool_released" bigint NOT NULL,
	"due" numeric(39,0) NOT NULL,
	"decommissions" integer NOT NULL,
	"versions" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_nodes" (
	"id" integer PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"status_time" bigint NOT NULL,
	"status_height" integer NOT NULL,
	"operator" "bytea" NOT NULL,
	"ed25519" "bytea" NOT NULL,
	"bls" "bytea" NOT NULL,
	"fee_bps" smallint NOT NULL,
	"deposit" bigint NOT NULL,
	"contributors" jsonb NOT NULL,
	"registered_time" bigint NOT NULL,
	"registered_height" integer NOT NULL,
	"is_payable" smallint NOT NULL,
	"payable_at" bigint NOT NULL,
	"unlock_at" bigint,
	"credit_sec" integer NOT NULL,
	"credit_time" bigint NOT NULL,
	"fork_version" integer NOT NULL,
	"removed_reason" text,
	"removed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "participation_hours" (
	"hour" bigint NOT NULL,
	"node_id" integer NOT NULL,
	"present" integer NOT NULL,
	"counted" integer NOT NULL,
	CONSTRAINT "participation_hours_node_id_hour_pk" PRIMARY KEY("node_id","hour")
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"l2_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"tx_hash" "bytea" NOT NULL,
	"kind" text NOT NULL,
	"height" integer NOT NULL,
	"result" text NOT NULL,
	"code" text,
	"message" text,
	"node_id" integer,
	CONSTRAINT "outcomes_l2_number_log_index_pk" PRIMARY KEY("l2_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "l2_hours" (
	"hour" bigint PRIMARY KEY NOT NULL,
	"step" bigint NOT NULL,
	"pool_balance" bigint,
	"pool_released" bigint,
	"reward_rate" bigint,
	"rewards_balance" bigint
);
--> statement-breakpoint
CREATE TABLE "parameter_changes" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"time" bigint NOT NULL,
	"tx_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"args" jsonb NOT NULL,
	CONSTRAINT "parameter_changes_block_number_log_index_pk" PRIMARY KEY("block_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "pool_contributions" (
	"pool" "bytea" NOT NULL,
	"staker" "bytea" NOT NULL,
	"beneficiary" "bytea" NOT NULL,
	"amount" bigint NOT NULL,
	"first_time" bigint NOT NULL,
	"last_time" bigint NOT NULL,
	CONSTRAINT "pool_contributions_pool_staker_pk" PRIMARY KEY("pool","staker")
);
--> statement-breakpoint
CREATE TABLE "pools" (
	"address" "bytea" PRIMARY KEY NOT NULL,
	"operator" "bytea" NOT NULL,
	"bls" "bytea" NOT NULL,
	"ed25519" "bytea" NOT NULL,
	"fee_bps" smallint NOT NULL,
	"reserved" jsonb NOT NULL,
	"manual_finalize" smallint NOT NULL,
	"staking_requirement" bigint NOT NULL,
	"max_contributors" smallint NOT NULL,
	"state" text NOT NULL,
	"contributed" bigint NOT NULL,
	"contributors" smallint NOT NULL,
	"resets" integer NOT NULL,
	"node_id" integer,
	"failure" "bytea",
	"deployed_block" bigint NOT NULL,
	"deployed_time" bigint NOT NULL,
	"deployed_tx" "bytea" NOT NULL,
	"updated_time" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reward_days" (
	"day" date NOT NULL,
	"node_id" integer NOT NULL,
	"address" "bytea" NOT NULL,
	"amount" numeric(39,0) NOT NULL,
	CONSTRAINT "reward_days_address_day_node_id_pk" PRIMARY KEY("address","day","node_id")
);
--> statement-breakpoint
CREATE TABLE "reward_totals" (
	"address" "bytea" PRIMARY KEY NOT NULL,
	"lifetime" numeric(39,0) NOT NULL,
	"height" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staked_contributors" (
	"node_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"staker" "bytea" NOT NULL,
	"beneficiary" "bytea" NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "staked_contributors_node_id_position_pk" PRIMARY KEY("node_id","position")
);
--> statement-breakpoint
CREATE TABLE "staked_nodes" (
	"id" integer PRIMARY KEY NOT NULL,
	"operator" "bytea" NOT NULL,
	"initiator" "bytea",
	"bls" "bytea" NOT NULL,
	"ed25519" "bytea" NOT NULL,
	"fee_bps" smallint NOT NULL,
	"deposit" bigint NOT NULL,
	"is_seeded" smallint NOT NULL,
	"registered_block" bigint NOT NULL,
	"registered_time" bigint NOT NULL,
	"registered_tx" "bytea" NOT NULL,
	"exit_requested_time" bigint,
	"exit_requested_by" "bytea",
	"left" text,
	"left_block" bigint,
	"left_time" bigint,
	"left_tx" "bytea",
	"returned" bigint NOT NULL,
	"locked_until" bigint NOT NULL,
	"liquidator" "bytea",
	"liquidator_penalty" bigint NOT NULL,
	"pool_penalty" bigint NOT NULL,
	"withdrawn_block" bigint
);
--> statement-breakpoint
CREATE TABLE "event_subjects" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"kind" text NOT NULL,
	"subject" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timeline" (
	"height" integer NOT NULL,
	"seq" integer NOT NULL,
	"time" bigint NOT NULL,
	"node_id" integer,
	"type" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "timeline_height_seq_pk" PRIMARY KEY("height","seq")
);
--> statement-breakpoint
CREATE INDEX "alert_deliveries_next" ON "alert_deliveries" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "alert_deliveries_subscription" ON "alert_deliveries" USING btree ("subscription","id");--> statement-breakpoint
CREATE INDEX "alert_feeds_read" ON "alert_feeds" USING btree ("read_at");--> statement-breakpoint
CREATE INDEX "alert_subscriptions_address" ON "alert_subscriptions" USING btree ("address");--> statement-breakpoint
CREATE INDEX "alerts_address" ON "alerts" USING btree ("address","id");--> statement-breakpoint
CREATE INDEX "chain_blocks_time" ON "chain_blocks" USING brin ("time");--> statement-breakpoint
CREATE INDEX "l2_logs_tx" ON "l2_logs" USING btree ("tx_hash");--> statement-breakpoint
CREATE INDEX "l2_logs_kind" ON "l2_logs" USING btree ("topic0","block_number","log_index");--> statement-breakpoint
CREATE INDEX "l2_logs_address" ON "l2_logs" USING btree ("address","block_number","log_index");--> statement-breakpoint
CREATE INDEX "l2_steps_time" ON "l2_steps" USING brin ("timestamp");--> statement-breakpoint
CREATE INDEX "prepared_registrations_expiry" ON "prepared_registrations" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "claims_recipient" ON "claims" USING btree ("recipient","block_number");--> statement-breakpoint
CREATE INDEX "chain_nodes_status" ON "chain_nodes" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "chain_nodes_operator" ON "chain_nodes" USING btree ("operator");--> statement-breakpoint
CREATE INDEX "chain_nodes_ed25519" ON "chain_nodes" USING btree ("ed25519");--> statement-breakpoint
CREATE INDEX "chain_nodes_bls" ON "chain_nodes" USING btree ("bls");--> statement-breakpoint
CREATE INDEX "participation_hours_hour" ON "participation_hours" USING brin ("hour");--> statement-breakpoint
CREATE INDEX "outcomes_tx" ON "outcomes" USING btree ("tx_hash");--> statement-breakpoint
CREATE INDEX "outcomes_height" ON "outcomes" USING btree ("height");--> statement-breakpoint
CREATE INDEX "outcomes_node" ON "outcomes" USING btree ("node_id");--> statement-breakpoint
CREATE INDEX "pool_contributions_staker" ON "pool_contributions" USING btree ("staker");--> statement-breakpoint
CREATE INDEX "pools_operator" ON "pools" USING btree ("operator");--> statement-breakpoint
CREATE INDEX "pools_state" ON "pools" USING btree ("state","updated_time");--> statement-breakpoint
CREATE INDEX "pools_ed25519" ON "pools" USING btree ("ed25519");--> statement-breakpoint
CREATE INDEX "pools_reserved" ON "pools" USING gin ("reserved" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "reward_days_node" ON "reward_days" USING btree ("node_id","day");--> statement-breakpoint
CREATE INDEX "reward_days_day" ON "reward_days" USING brin ("day");--> statement-breakpoint
CREATE INDEX "staked_contributors_staker" ON "staked_contributors" USING btree ("staker");--> statement-breakpoint
CREATE INDEX "staked_contributors_beneficiary" ON "staked_contributors" USING btree ("beneficiary");--> statement-breakpoint
CREATE INDEX "staked_nodes_operator" ON "staked_nodes" USING btree ("operator");--> statement-breakpoint
CREATE INDEX "staked_nodes_ed25519" ON "staked_nodes" USING btree ("ed25519");--> statement-breakpoint
CREATE INDEX "staked_nodes_bls" ON "staked_nodes" USING btree ("bls");--> statement-breakpoint
CREATE INDEX "staked_nodes_initiator" ON "staked_nodes" USING btree ("initiator");--> statement-breakpoint
CREATE INDEX "staked_nodes_fee" ON "staked_nodes" USING btree ("fee_bps","id");--> statement-breakpoint
CREATE INDEX "staked_nodes_deposit" ON "staked_nodes" USING btree ("deposit","id");--> statement-breakpoint
CREATE INDEX "staked_nodes_registered" ON "staked_nodes" USING btree ("registered_time","id");--> statement-breakpoint
CREATE INDEX "staked_nodes_locked" ON "staked_nodes" USING btree ("locked_until") WHERE "left" is not null and withdrawn_block is null;--> statement-breakpoint
CREATE INDEX "event_subjects_of" ON "event_subjects" USING btree ("subject","block_number","log_index");--> statement-breakpoint
CREATE INDEX "event_subjects_block" ON "event_subjects" USING brin ("block_number");--> statement-breakpoint
CREATE INDEX "timeline_node" ON "timeline" USING btree ("node_id","height","seq");