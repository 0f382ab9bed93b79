// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsErrors} from "./IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "./IServiceNodeRewardsEvents.sol";

/// @title ServiceNodeRewards
/// @notice Registers Session Nodes and holds their stakes, accepts checkpoints certified by them, and pays rewards and
/// returns stakes against Merkle proofs of those checkpoints.
///
/// Amounts are base units of SESH (1e-9). Times and durations are unix seconds of `block.timestamp`.
/// BLS keys are min-pk: in G1, handed in as 128 bytes (EIP-2537), given out and hashed as 96 bytes (x48 ‖ y48, affine,
/// big-endian). Signatures are in G2, 256 bytes (EIP-2537: x.c0 ‖ x.c1 ‖ y.c0 ‖ y.c1, each padded to 64 bytes).
///
/// What a BLS key signs is a 32-byte EIP-712 digest of the domain {name "Session Network", version "1", chainId,
/// verifyingContract = this contract}, hashed to G2 by RFC 9380 with the DST of proofs of possession that blst uses:
///   ProofOfPossession(bytes32 blsKeyHash,address operator,uint256 ed25519Pubkey)
///   Checkpoint(uint64 height,uint64 time,bytes32 blockHash,bytes32 claimsRoot)
/// with `blsKeyHash` = keccak256 of the 96-byte affine key.
///
/// The claims tree is OpenZeppelin's StandardMerkleTree (double keccak, sorted pairs) of [uint8 kind, uint256 subject,
/// uint256 value]: (1, recipient as uint160, lifetime rewards), (2, node id, lockedUntil) for an exit,
/// (3, node id, lockedUntil) for a liquidation.
interface IServiceNodeRewards is IServiceNodeRewardsEvents, IServiceNodeRewardsErrors {
    // Seeding (owner, before start)

    /// @notice Writes the keys of one word of ids (256·word … 256·word + 255) as a page of contract code. They count
    /// for nothing until {seedPublicKeyList} has checked their proofs of possession.
    /// One page per transaction. All pages but the last are full.
    /// @param word Words are written in order, the first is 0.
    /// @param keys Packed 96-byte affine keys: at most 256, the first for id 256·word (word 0: at most 255, for id 1).
    function seedKeyPage(uint16 word, bytes calldata keys) external;

    /// @notice Adds nodes whose keys stand on pages, in the order of ids; takes their stakes from the caller.
    /// Each proof of possession signs its own message; they are checked together with random coefficients.
    /// @param seeds One to 64 nodes.
    /// @param proofsOfPossession 256 bytes (EIP-2537) per node one after the other, each bound to its node's
    /// contributors[0].staker and ed25519 key.
    function seedPublicKeyList(SeedNode[] calldata seeds, bytes calldata proofsOfPossession) external;

    /// @notice Ends seeding and fixes the ids: the next is a multiple of 256 (1 without seeds).
    /// Requires the balance to cover all stakes.
    function start() external;

    // Registration

    /// @notice Registers a node and takes the stake from the caller.
    /// @param blsPubkey 128 bytes, EIP-2537.
    /// @param proofOfPossession 256 bytes, EIP-2537: a signature of the ProofOfPossession digest with the operator,
    /// which is contributors[0].staker.
    /// @param params See {ServiceNodeParams}.
    /// @param contributors Empty for a solo node: the caller stakes all for itself.
    function addBLSPublicKey(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        ServiceNodeParams calldata params,
        Contributor[] calldata contributors
    ) external;

    /// @notice {addBLSPublicKey} with an ERC-2612 permit for the staking requirement. A permit that fails (because
    /// somebody else sent it first) is ignored when the allowance suffices.
    function addBLSPublicKeyWithPermit(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        ServiceNodeParams calldata params,
        Contributor[] calldata contributors,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Copies the keys of a word registered one by one onto a page, when all its ids have been given.
    /// Open to all, idempotent; it makes certificates with absentees cheaper.
    function compactKeys(uint16 word) external;

    // Checkpoints and rewards

    /// @notice Accepts a checkpoint certified by at least ⌊2·nodes/3⌋ + 1 nodes. Open to all.
    /// One that is stored already goes on without verification.
    /// @param signature 256 bytes, EIP-2537: sum of the signers' signatures of the Checkpoint digest.
    /// @param nonSigners Packed entries of 34 bytes, `uint16 word ‖ uint256 bits`, strictly ascending by word, bits not
    /// zero; bit b of word w is node id 256·w + b. Every bit must be an active node.
    /// @param expectedSetVersion {setVersion} the certificate was made for.
    function submitCheckpoint(
        Checkpoint calldata checkpoint,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion
    ) external;

    /// @notice {submitCheckpoint}, then {claimRewards} at its height.
    function submitAndClaim(
        Checkpoint calldata checkpoint,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external;

    /// @notice Pays rewards to `recipient`, whoever sends it.
    /// @param height Of a checkpoint stored.
    /// @param recipient Of the leaf (1, recipient, lifetimeRewards).
    /// @param lifetimeRewards All rewards ever earned. One lower than before changes nothing.
    /// @param amount Pays at most this; `type(uint256).max` claims all. What the cycle's cap leaves is paid.
    /// @param proof Merkle proof.
    function claimRewards(
        uint64 height,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external;

    /// @notice Calls this contract once per element, as the caller; one failure reverts all.
    function multicall(bytes[] calldata data) external returns (bytes[] memory results);

    // Leaving

    /// @notice Asks for a node's exit. Any contributor, one with less than 25 % only `smallContributorWait` after
    /// registration; again after `exitRequestRepeat`, which only repeats the event. Never paused.
    function initiateExitBLSPublicKey(uint24 id) external;

    /// @notice Removes a node the network has let go, leaf (2, id, lockedUntil), and returns each stake to its staker,
    /// or locks it when `lockedUntil` is in the future (at most `maxLock` from now). Open to all, from
    /// `addedAt + minExitAge` on.
    function exitBLSPublicKey(uint24 id, uint64 height, uint64 lockedUntil, bytes32[] calldata proof) external;

    /// @notice Removes a node that should have left, leaf (3, id, lockedUntil). The caller and the pool are paid a
    /// penalty out of the operator's stake, the rest is locked as in {exitBLSPublicKey}.
    function liquidateBLSPublicKey(uint24 id, uint64 height, uint64 lockedUntil, bytes32[] calldata proof) external;

    /// @notice Removes a node and returns its stakes without the network's consent, `exitWait` after the first exit
    /// request. Open to all, never paused.
    function exitBLSPublicKeyAfterWaitTime(uint24 id) external;

    /// @notice Pays a locked stake once its lock has ended. Open to all, never paused.
    function withdrawLockedStake(uint24 id) external;

    // Guardian and owner

    /// @notice Stops registration, checkpoints, claims, exits by proof and liquidations for at most 14 days. The next
    /// pause is possible 30 days after the end of this one. Guardian or owner.
    function pause() external;

    /// @notice Ends a pause. Guardian or owner.
    function unpause() external;

    /// @notice Takes a stored checkpoint's root out, for ever. Guardian or owner.
    function revokeCheckpoint(uint64 height) external;

    /// @notice Owner. Nodes registered before keep their stakes.
    function setStakingRequirement(uint256 newRequirement) external;

    /// @notice Owner. 1 to 10.
    function setMaxContributors(uint256 newMaximum) external;

    /// @notice Owner. 50,000 to 10,000,000 SESH per cycle.
    function setClaimCap(uint256 newCap) external;

    /// @notice Owner. 300 to 65,535.
    function setAbsenteeCap(uint256 newCap) external;

    /// @notice Owner. Liquidator and pool together at most 2 %.
    function setLiquidationRatios(uint256 liquidatorRatio, uint256 poolRatio, uint256 recipientRatio) external;

    /// @notice Owner.
    function setGuardian(address newGuardian) external;

    // Views

    /// @notice A node, active or gone. An id never given has the state `None`.
    function node(uint24 id) external view returns (Node memory);

    /// @notice Active nodes by ascending id.
    /// @param offset First id to look at: 0, then the `next` of the page before.
    /// @param limit Most nodes returned.
    /// @return page The nodes.
    /// @return next Offset of the next page, 0 after the last.
    function nodes(uint256 offset, uint256 limit) external view returns (Node[] memory page, uint256 next);

    /// @notice Id of the active node with this key; 0 without one.
    /// @param blsPubkey 96 bytes, affine, or 128 bytes, EIP-2537.
    function nodeIdByBlsKey(bytes calldata blsPubkey) external view returns (uint24);

    /// @notice Sum of the active nodes' keys, 96 bytes affine; 96 zero bytes without nodes.
    function aggregatePubkey() external view returns (bytes memory);

    /// @notice Grows with every key added or removed.
    function setVersion() external view returns (uint64);

    /// @notice Number of active nodes.
    function totalNodes() external view returns (uint256);

    /// @notice Sum of all stakes not yet returned.
    function totalPrincipal() external view returns (uint256);

    /// @notice The checkpoint accepted last; before the first one height 0 and the least time the first may follow.
    function latestCheckpoint() external view returns (Checkpoint memory);

    /// @notice Root stored for a height; 0 when it isn't stored (any more) or was revoked.
    function claimsRootAt(uint64 height) external view returns (bytes32);

    /// @notice What this cycle still pays, the rollover applied.
    /// @return left For all together.
    /// @return perRecipient Most for one recipient in a cycle: a quarter of the cap.
    /// @return endsAt When the next cycle begins.
    function claimWindow() external view returns (uint256 left, uint256 perRecipient, uint64 endsAt);

    /// @notice One recipient's figures.
    /// @return claimed Paid so far, never falling.
    /// @return left What this cycle still pays to it.
    function claims(address recipient) external view returns (uint256 claimed, uint256 left);

    /// @notice Every parameter in force.
    function params() external view returns (Params memory);

    /// @notice Exact stake of a node registered now.
    function stakingRequirement() external view returns (uint256);

    /// @notice Most contributors of a node registered now.
    function maxContributors() external view returns (uint256);

    /// @notice Digest a node's BLS key signs to prove its possession.
    /// @param blsKeyHash keccak256 of the 96-byte affine key.
    function proofOfPossessionDigest(
        bytes32 blsKeyHash,
        address operator,
        uint256 ed25519Pubkey
    ) external view returns (bytes32);

    /// @notice Digest the nodes sign for a checkpoint.
    function checkpointDigest(Checkpoint calldata checkpoint) external view returns (bytes32);

    /// @notice Whether {start} has been called.
    function started() external view returns (bool);

    /// @notice End of the pause; not paused when it is in the past.
    function pausedUntil() external view returns (uint64);

    /// @notice Who may pause and revoke.
    function guardian() external view returns (address);

    /// @notice The token staked and paid.
    function token() external view returns (address);

    /// @notice The pool rewards are released from.
    function rewardRatePool() external view returns (address);
}
