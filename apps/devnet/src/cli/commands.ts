import { type Command, Option } from "commander";
import { callDevnet, getStatus } from "../control/client.ts";
import { parseDuration } from "../duration.ts";
import { leaverOption, poolOption, readCommon, readJourney } from "./options.ts";
import { answer, describeStatus } from "./output.ts";

/** Every command but the start; what a command needs is loaded when it runs. */
export function addCommands(program: Command): void {
  addProcessCommands(program);
  addSiteCommands(program);
  addTimeCommands(program);
  addStakingCommands(program);
  addProofCommands(program);
}

function addProcessCommands(program: Command): void {
  program
    .command("status")
    .description("how every service is")
    .action(async (_options, command: Command) => {
      const { folder, json } = readCommon(command);
      const status = await getStatus(folder);
      answer(json, status, describeStatus(status));
    });
  program
    .command("logs")
    .description("the logs of all services, or of one")
    .argument("[service]")
    .option("-f, --follow", "go on as they grow", false)
    .action(async (service: string | undefined, { follow }: { follow: boolean }, command: Command) => {
      const { folder } = readCommon(command);
      await (await import("./logs.ts")).runLogs(folder, service, follow);
    });
  program
    .command("stop")
    .description("end everything in order; the network is kept")
    .action(async (_options, command: Command) => (await import("./running.ts")).runStop(readCommon(command)));
  for (const [name, description] of [
    ["restart", "stop a service and start it again"],
    ["kill", "SIGKILL a service; it stays down until restart"],
  ] as const)
    program
      .command(name)
      .description(description)
      .argument("<service>")
      .action(async (service: string, _options, command: Command) => {
        const { folder, json } = readCommon(command);
        await callDevnet(folder, name, { service });
        const { services } = await getStatus(folder);
        answer(json, { service, ...services[service] }, `${service}: ${services[service]?.state}`);
      });
}

function addSiteCommands(program: Command): void {
  const sites = () => import("./sites.ts");
  program
    .command("config")
    .description("what a site reads as /config.json on the running network, for one served elsewhere")
    .argument("[site]", "portal or explorer", "portal")
    .action(async (site: string, _options, command: Command) => (await sites()).runConfig(readCommon(command), site));
  program
    .command("build")
    .description("make the programs and sites ahead, so that no start waits for them")
    .action(async (_options, command: Command) => (await sites()).runBuild(readCommon(command)));
}

function addTimeCommands(program: Command): void {
  program
    .command("warp")
    .description("move L2's and the appchain's clocks ahead together")
    .argument("<duration>", "90s, 15m, 1h30m, 2d")
    .action(async (duration: string, _options, command: Command) => {
      const { folder, json } = readCommon(command);
      const seconds = parseDuration(duration);
      const warped = await callDevnet<{ clockOffsetSec: number }>(folder, "warp", { seconds });
      answer(json, { seconds, ...warped }, `clocks are ${warped.clockOffsetSec} s ahead`);
    });
  program
    .command("mine")
    .description("make L2 blocks now, besides the one a second")
    .argument("[count]", "how many", Number, 1)
    .action(async (count: number, _options, command: Command) => {
      const { folder, json } = readCommon(command);
      const mined = await callDevnet<{ l2: number }>(folder, "mine", { count });
      answer(json, mined, `L2 is at block ${mined.l2}`);
    });
}

function addStakingCommands(program: Command): void {
  const staking = () => import("./staking.ts");
  program
    .command("fund")
    .description("give an address SESH, and ETH for fees")
    .argument("<address>")
    .argument("[amount]", "SESH", "1000")
    .action(async (address: string, amount: string, _options, command: Command) =>
      (await staking()).runFund(readCommon(command), address, amount),
    );
  program
    .command("register")
    .description("register a spare node, staked by the staker account")
    .argument("<spare>")
    .addOption(poolOption("staked by three, through a pool"))
    .action(async (spare: string, _options, command: Command) => {
      if (readJourney(command) === "pool")
        return (await import("./pool.ts")).runRegisterPool(readCommon(command), spare);
      return (await staking()).runRegister(readCommon(command), spare);
    });
  program
    .command("claim")
    .description("claim the rewards of an address; of the staker account without one")
    .argument("[address]")
    .action(async (address: string | undefined, _options, command: Command) =>
      (await staking()).runClaim(readCommon(command), address),
    );
  program
    .command("exit")
    .description("ask for a node's exit, or take its stake back once it may leave")
    .argument("<node>", "node1, spare2, …")
    .addOption(new Option("--wait", "do both, with the wait in between").default(false))
    .action(async (node: string, { wait }: { wait: boolean }, command: Command) =>
      (await staking()).runExit(readCommon(command), node, wait),
    );
  const liquidation = () => import("./liquidation.ts");
  program
    .command("liquidate")
    .description("take out a node that hasn't left within its grace")
    .argument("<node>", "spare1, or its id in the contract")
    .addOption(new Option("--wait", "for its grace, and for the end of the lock to return its stake").default(false))
    .action(async (node: string, { wait }: { wait: boolean }, command: Command) =>
      (await liquidation()).runLiquidate(readCommon(command), node, wait),
    );
  program
    .command("withdraw")
    .description("return a locked stake, once its lock is over")
    .argument("<id>", "the node's id in the contract", Number)
    .action(async (id: number, _options, command: Command) =>
      (await liquidation()).runWithdraw(readCommon(command), id),
    );
}

function addProofCommands(program: Command): void {
  program
    .command("journey")
    .description("the whole life of a node on the running network, every amount checked")
    .addOption(poolOption("of a node staked by three, through a pool"))
    .addOption(leaverOption("of a node that nobody takes out in time, and is liquidated"))
    .action(async (_options, command: Command) =>
      (await import("./journey.ts")).runJourneyCommand(readCommon(command), readJourney(command)),
    );
  program
    .command("audit")
    .description("conflicting signatures among all votes heard, and whether all nodes have the same blocks")
    .action(async (_options, command: Command) => (await import("./audit.ts")).runAudit(readCommon(command)));
}
