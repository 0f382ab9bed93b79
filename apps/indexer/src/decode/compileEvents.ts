import {
  type Abi,
  type AbiEvent,
  type AbiParameter,
  type ContractEventArgsFromTopics,
  type ContractEventName,
  type Hex,
  toEventSelector,
} from "viem";
import { type Codec, compileCodec, Source, tupleCodec, WORD } from "./codecs.ts";
import { DecodeError } from "./errors.ts";

type EventParameter = AbiEvent["inputs"][number];

/** Names of an ABI's events. */
export type EventName<A extends Abi> = ContractEventName<A>;

/** Arguments of an event by name. Addresses are lower case, which viem's own decoder checksums. */
export type EventArgs<A extends Abi, Name extends EventName<A>> = ContractEventArgsFromTopics<A, Name>;

/** Decodes the logs of one event. */
export type EventDecoder = {
  readonly abi: AbiEvent;
  readonly name: string;
  readonly topic0: Hex;
  /**
   * Arguments by name, typed as viem types them: integers up to 48 bits are numbers, above bigints; indexed values of
   * variable length are their hash. Hex must be lower case.
   *
   * @throws DecodeError for everything Solidity wouldn't have emitted
   */
  readonly decode: (topics: readonly Hex[], data: Hex) => Record<string, unknown>;
};

/**
 * Decoders of all events of an ABI by their first topic. What viem finds out again for each log is found out here once.
 *
 * @throws DecodeError TYPE_UNSUPPORTED for anonymous events, nameless arguments and `fixed` or `function` types
 * @example
 * const decoder = compileEvents(serviceNodeRewardsAbi).get(log.topics[0]);
 * const { id } = decoder.decode(log.topics, log.data);
 */
export function compileEvents(abi: Abi): Map<Hex, EventDecoder> {
  const events = abi.filter((item): item is AbiEvent => item.type === "event");
  return new Map(events.map((event) => [toEventSelector(event), compileEvent(event)]));
}

function compileEvent(abi: AbiEvent): EventDecoder {
  const { name } = abi;
  if (abi.anonymous) throw new DecodeError({ code: "TYPE_UNSUPPORTED", event: name, type: "anonymous event" });
  const topicReaders = abi.inputs.filter(isIndexed).map((input) => compileTopic(input, name));
  const body = tupleCodec(
    abi.inputs.filter((input) => !isIndexed(input)),
    name,
  );
  const topicCount = 1 + topicReaders.length;
  const decode = (topics: readonly Hex[], data: Hex): Record<string, unknown> => {
    if (topics.length !== topicCount)
      throw new DecodeError({ code: "TOPICS_WRONG", event: name, expected: topicCount, actual: topics.length });
    const source = new Source(data);
    const args = body.read(source, 2) as Record<string, unknown>;
    if (source.end !== data.length) throw tooLong(source.end, data);
    for (let index = 1; index < topicCount; index++) {
      const topic = topicReaders[index - 1];
      if (topic !== undefined) args[topic.name] = topic.read(topics[index] as Hex);
    }
    return args;
  };
  return { abi, name, topic0: toEventSelector(abi), decode };
}

const isIndexed = (input: EventParameter): boolean => input.indexed === true;

const tooLong = (end: number, data: Hex): DecodeError =>
  new DecodeError({ code: "DATA_TOO_LONG", expected: (end - 2) / 2, actual: (data.length - 2) / 2 });

type TopicReader = { readonly name: string; readonly read: (topic: Hex) => unknown };

function compileTopic(input: AbiParameter, event: string): TopicReader {
  const { name } = input;
  if (!name) throw new DecodeError({ code: "TYPE_UNSUPPORTED", event, type: `${input.type} without a name` });
  const codec = isHashed(input) ? undefined : compileCodec(input, event);
  return { name, read: (topic) => readTopic(topic, codec) };
}

function readTopic(topic: Hex, codec: Codec | undefined): unknown {
  if (topic.length !== 2 + WORD)
    throw new DecodeError({ code: "DATA_TOO_SHORT", at: 0, length: (topic.length - 2) / 2 });
  return codec === undefined ? topic : codec.read(new Source(topic), 2);
}

/** What is longer than a word stands in a topic as its hash. */
const isHashed = ({ type }: AbiParameter): boolean =>
  type === "bytes" || type === "string" || type.startsWith("tuple") || type.endsWith("]");
