import { type Block, blockHash, type Commit, equalBytes, hasCode } from "@session/protocol";
import { describe, expect, it } from "vitest";
import { importAll, NEVER, openTestChain, ScriptedL2 } from "./support.ts";

const everyone = () => true;

/** Four validators and the first block with a commit by all of them. */
async function withBlock() {
  const test = await openTestChain({ nodes: 4, l2: new ScriptedL2() });
  const { validators } = test.chain.head();
  const { block, hash } = test.builder.next();
  const commitOf = (isPresent: (id: number) => boolean) => test.builder.commit(1, hash, validators, isPresent);
  return { ...test, block, hash, validators, commitOf };
}

describe("import of a block from a peer", () => {
  const refusal = (code: string) => expect.toSatisfy((error: unknown) => hasCode(error, code));

  it("stores it, moves the head and tells listeners once", async () => {
    const { chain, block, hash, commitOf, store } = await withBlock();
    const heard: number[] = [];
    const unsubscribe = chain.onCommitted(({ block: { header } }) => heard.push(header.height));
    await chain.importBlock(block, commitOf(everyone));
    expect(chain.head()).toMatchObject({ height: 1, hash });
    expect(heard).toEqual([1]);
    unsubscribe();
    expect((await store.loadHead())?.block.header.height).toBe(1);
  });

  it("refuses a forged commit and stays as it was: BLOCK_COMMIT_INVALID", async () => {
    const { builder, chain, block, hash, commitOf, validators } = await withBlock();
    const good = commitOf(everyone);
    const other = builder.parts({ time: block.header.time + 2 });
    const forged: Record<string, Commit> = {
      "too few": commitOf((id) => id <= 2),
      "bits of those who didn't sign": { ...commitOf((id) => id <= 3), bits: good.bits },
      "fewer bits than signatures": { ...good, bits: commitOf((id) => id <= 3).bits },
      "for another block": builder.commit(1, new Uint8Array(32).fill(7), validators, everyone),
      "of another height": { ...good, height: 2 },
      "of another round": { ...good, round: 1 },
      "with the block's hash on a signature for another": {
        ...builder.commit(1, other.draft.l2Hash, validators, everyone),
        blockHash: hash,
      },
    };
    for (const [name, commit] of Object.entries(forged)) {
      await expect(chain.importBlock(block, commit), name).rejects.toEqual(refusal("BLOCK_COMMIT_INVALID"));
      expect(chain.head().height).toBe(0);
    }
    await chain.importBlock(block, good);
    expect(chain.head().height).toBe(1);
  });

  it("refuses another body under a header it has checked before", async () => {
    const { builder, chain, block, commitOf, store } = await withBlock();
    expect(await chain.validateBlock(block, { round: 0, fresh: true }, NEVER)).toEqual({ ok: true });
    const record = { kind: 1, l2Number: 101, logIndex: 0, txHash: new Uint8Array(32), payload: new Uint8Array(4) };
    const tampered: Block = { ...block, body: { ...block.body, l2Events: [record] } };
    expect(equalBytes(blockHash(tampered.header), blockHash(block.header))).toBe(true);
    await expect(chain.importBlock(tampered, commitOf(everyone))).rejects.toHaveProperty("code");
    expect(await store.blockAt(1)).toBeUndefined();
    await importAll({ chain, builder });
    expect((await store.blockAt(1))?.block.body.l2Events).toEqual([]);
  });

  it("refuses a block whose content is a lie, though a quorum signed it", async () => {
    const { builder, chain, block, validators } = await withBlock();
    const lie: Block = { ...block, header: { ...block.header, stateRoot: new Uint8Array(32).fill(9) } };
    const commit = builder.commit(1, blockHash(lie.header), validators, everyone);
    await expect(chain.importBlock(lie, commit)).rejects.toEqual(refusal("BLOCK_STATE_ROOT"));
    expect(chain.head().height).toBe(0);
  });

  it("refuses a gap: BLOCK_OUT_OF_ORDER", async () => {
    const { builder, chain } = await withBlock();
    const second = builder.next();
    const commit = builder.commit(2, second.hash, builder.state.validators(), everyone);
    await expect(chain.importBlock(second.block, commit)).rejects.toEqual(refusal("BLOCK_OUT_OF_ORDER"));
  });

  it("two importers of the same heights store each block once", async () => {
    const { builder, chain, store } = await withBlock();
    builder.skip(4);
    const heard: number[] = [];
    chain.onCommitted(({ block: { header } }) => heard.push(header.height));
    const commits = builder.built.map(({ block, hash }) => {
      const voters = builder.state.validators();
      return { block, commit: builder.commit(block.header.height, hash, voters, everyone) };
    });
    const importer = () => Promise.all(commits.map(({ block, commit }) => chain.importBlock(block, commit)));
    await Promise.all([importer(), importer()]);
    expect(heard).toEqual([1, 2, 3, 4, 5]);
    expect((await store.loadHead())?.block.header.height).toBe(5);
  });

  it("a refused block doesn't hold up those that come after it", async () => {
    const { builder, chain, block, commitOf } = await withBlock();
    const bad = chain.importBlock(
      block,
      commitOf((id) => id === 1),
    );
    const good = chain.importBlock(block, commitOf(everyone));
    await expect(bad).rejects.toHaveProperty("code", "BLOCK_COMMIT_INVALID");
    await good;
    expect(chain.head().height).toBe(1);
    expect(builder.state.height).toBe(1);
  });

  it("a listener that throws neither undoes the block nor silences the others", async () => {
    const { chain, block, commitOf } = await withBlock();
    const heard: number[] = [];
    chain.onCommitted(() => {
      throw new Error("a fault of this listener");
    });
    chain.onCommitted(({ block: { header } }) => heard.push(header.height));
    await chain.importBlock(block, commitOf(everyone));
    expect(heard).toEqual([1]);
    expect(chain.head().height).toBe(1);
  });
});
