import { expect, it } from "vitest";
import * as nodeApi from "./clients/nodeSchemas.ts";
import * as sdk from "./index.ts";

it("what the SDK offers changes on purpose only", () => {
  expect(Object.keys(sdk).sort()).toMatchInlineSnapshot(`
    [
      "SdkError",
      "claim",
      "createNodeClient",
      "exit",
      "isCheckpointOnL2",
      "prepareRegistration",
      "preparedRegistrationSchema",
      "readGenesis",
      "register",
      "registrationToJson",
      "requestExit",
    ]
  `);
  expect(Object.keys(nodeApi).sort()).toMatchInlineSnapshot(`
    [
      "address",
      "amount",
      "bitmapSchema",
      "blockSchema",
      "blockSummarySchema",
      "blocksPageSchema",
      "certificateSchema",
      "checkpointRefSchema",
      "checkpointSchema",
      "checkpointsPageSchema",
      "claimSchema",
      "contributorSchema",
      "eventsPageSchema",
      "exitSchema",
      "exitsPageSchema",
      "headSchema",
      "healthSchema",
      "height",
      "hex",
      "hex32",
      "historyEntrySchema",
      "historyPageSchema",
      "l2EventSchema",
      "nodeSchema",
      "nodesPageSchema",
      "paramsSchema",
      "problem",
      "readySchema",
      "rewardsSchema",
      "seconds",
      "statusSchema",
      "validatorsSchema",
    ]
  `);
});
