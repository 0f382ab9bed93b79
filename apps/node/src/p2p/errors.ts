import { CodedError } from "@session/protocol";

export type P2pErrorDetail =
  /** The listen address can't be opened. */
  | { code: "P2P_LISTEN_FAILED"; host: string; port: number; reason: string }
  /** An address that is no multiaddr, or lacks `/p2p/<peer id>`. */
  | { code: "P2P_ADDRESS_INVALID"; address: string }
  /** The gossip library lost a hook this module needs: a version that wasn't tested. */
  | { code: "P2P_GOSSIP_UNSUPPORTED"; missing: string }
  /** `start()` has not been called, or `close()` has. */
  | { code: "P2P_NOT_RUNNING" };

export class P2pError extends CodedError<P2pErrorDetail> {}

export type RequestErrorDetail =
  | { code: "REQUEST_PEER_UNREACHABLE"; peer: string; protocol: string }
  /** No complete answer within the time limit, or none of its parts within the shorter one. */
  | { code: "REQUEST_TIMEOUT"; peer: string; protocol: string }
  /** The peer refused: it is over its limit for us. */
  | { code: "REQUEST_BUSY"; peer: string; protocol: string }
  /** The peer couldn't answer (an error on its side, or it found our request wrong). */
  | { code: "REQUEST_FAILED"; peer: string; protocol: string }
  /** The answer broke the protocol: too big, too many parts, bytes that don't decode. */
  | { code: "REQUEST_BAD_RESPONSE"; peer: string; protocol: string; reason: string }
  /** Too many of our requests to this peer wait already. */
  | { code: "REQUEST_QUEUE_FULL"; peer: string; protocol: string }
  | { code: "REQUEST_ABORTED"; peer: string; protocol: string };

export class RequestError extends CodedError<RequestErrorDetail> {}

/**
 * Why something a peer sent was refused: label of `session_p2p_rejected_total{reason}`. What consensus refuses keeps the
 * code of consensus (`VOTE_BAD_SIGNATURE`, …).
 */
export type Offence =
  | "P2P_FRAME_MALFORMED"
  | "P2P_FRAME_OVERSIZED"
  | "P2P_TOPIC_UNKNOWN"
  | "P2P_GENESIS_MISMATCH"
  | "P2P_MESSAGE_SIGNED"
  | "P2P_MESSAGE_OVERSIZED"
  | "P2P_MESSAGE_MALFORMED"
  | "P2P_MESSAGE_REPEATED"
  | "P2P_UNKNOWN_NODE"
  | "P2P_RATE"
  | "P2P_STATUS_MISSING"
  | "P2P_HANDSHAKE_FAILED"
  | "P2P_REQUEST_MALFORMED"
  | "P2P_REQUEST_OVERSIZED"
  | "P2P_REQUEST_RATE"
  | "P2P_RESPONSE_BAD"
  | "SYNC_BLOCK_INVALID"
  | "SYNC_WRONG_HEIGHT"
  | "SYNC_HEAD_NOT_SERVED"
  | "SYNC_STALLED";
