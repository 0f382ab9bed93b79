// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsTypes} from "./IServiceNodeRewardsTypes.sol";

/// @title Events of ServiceNodeRewards
/// @notice They carry everything an indexer needs, node id first.
interface IServiceNodeRewardsEvents is IServiceNodeRewardsTypes {
    /// @notice A node registered. `initiator` sent the transaction and paid the stake; `blsPubkey` is 96 bytes.
    event NewServiceNode(
        uint24 indexed id,
        address indexed operator,
        address indexed initiator,
        bytes blsPubkey,
        ServiceNodeParams params,
        Contributor[] contributors
    );

    /// @notice A node was seeded before the start. `blsPubkey` is 96 bytes.
    event NewSeededServiceNode(
        uint24 indexed id,
        address indexed operator,
        bytes blsPubkey,
        uint256 ed25519Pubkey,
        uint16 feeBps,
        Contributor[] contributors
    );

    /// @notice A contributor asked for the node's exit (again).
    event ServiceNodeExitRequest(uint24 indexed id, address indexed contributor);

    /// @notice A node left. `returned` was paid at once; with a lock it is 0 and `lockedUntil` is its end.
    event ServiceNodeExit(uint24 indexed id, uint256 returned, uint64 lockedUntil);

    /// @notice A node was liquidated. What is left is locked until `lockedUntil`, or was paid at once when that is 0.
    event ServiceNodeLiquidated(
        uint24 indexed id,
        address indexed liquidator,
        uint256 liquidatorPenalty,
        uint256 poolPenalty,
        uint64 lockedUntil
    );

    /// @notice A locked stake was paid out to its stakers.
    event LockedStakeWithdrawn(uint24 indexed id, uint256 returned);

    /// @notice `amount` was paid; `lifetimeRewards` is the figure proven, not the sum paid so far.
    event RewardsClaimed(address indexed recipient, uint256 amount, uint256 lifetimeRewards);

    /// @notice A checkpoint was accepted. `signers` is the poster's choice of certificate, not evidence of absence.
    event CheckpointSubmitted(
        uint64 indexed height,
        bytes32 blockHash,
        bytes32 claimsRoot,
        uint256 signers,
        uint256 nodes
    );

    /// @notice The guardian (owner) took a root out of the ring; proofs against it no longer count.
    event CheckpointRevoked(uint64 indexed height, bytes32 claimsRoot);

    /// @notice Seeding ended with `nodes` nodes; the first id given to a registration is `firstId`.
    event Started(uint256 nodes, uint24 firstId);

    /// @notice Paused until `until`, at the latest.
    event Paused(address indexed account, uint64 until);

    /// @notice A pause was ended before its time.
    event Unpaused(address indexed account);

    /// @notice The exact stake of nodes registered from now on.
    event StakingRequirementUpdated(uint256 stakingRequirement);

    /// @notice The most contributors of nodes registered from now on.
    event MaxContributorsUpdated(uint256 maxContributors);

    /// @notice The most rewards paid per cycle.
    event ClaimCapUpdated(uint256 claimCap);

    /// @notice The most absentees of a checkpoint.
    event AbsenteeCapUpdated(uint256 absenteeCap);

    /// @notice The parts of a liquidated deposit.
    event LiquidationRatiosUpdated(uint256 liquidatorRatio, uint256 poolRatio, uint256 recipientRatio);

    /// @notice Who may pause and revoke.
    event GuardianUpdated(address indexed guardian);
}
