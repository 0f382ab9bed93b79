// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bls12381, G1Point} from "../bls/Bls12381.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "../interfaces/IServiceNodeRewardsEvents.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {Digests} from "./Digests.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Checkpoints: acceptance and the ring of the last 64
library Checkpoints {
    using SignerSet for SignerSet.Layout;

    /// @dev How far a checkpoint's time may lie ahead of L2's.
    uint256 internal constant MAX_AHEAD = 5 minutes;
    /// @dev The first checkpoint's clock starts this long before `start()`: the sequencer's time may be that much fast.
    uint256 private constant START_SLACK = 1 hours;

    /// @notice Sets the clock, and fills the ring's slots, so that the first 64 posters don't pay for new ones.
    function begin() internal {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        $.head.time = uint64(block.timestamp - START_SLACK);
        $.latestBlockHash = bytes32(uint256(1));
        for (uint256 i = 0; i < RewardsStorage.RING_SIZE; ++i) {
            $.roots[i] = bytes32(uint256(1));
            // Four heights share a slot.
            if (i % 4 == 0) $.heights[i] = 1;
        }
    }

    /// @notice Accepts a certified checkpoint. One that is stored already goes on without verification, so that nobody
    /// fails because somebody else posted it first.
    function submit(
        IServiceNodeRewardsTypes.Checkpoint calldata c,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion,
        uint256 blockInterval
    ) internal returns (bytes32 root) {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        RewardsStorage.Head memory head = $.head;
        if (c.claimsRoot == 0) revert IServiceNodeRewardsErrors.EmptyClaimsRoot();

        if (c.height <= head.height) {
            (bool stored, uint256 slot) = _find($, head, c.height);
            if (!stored) revert IServiceNodeRewardsErrors.CheckpointSuperseded(c.height, head.height);
            // [REJECT] protocol/checkpoints.md#one-root: a height has one root, and a revoked one none for ever.
            if ($.roots[slot] != c.claimsRoot) revert IServiceNodeRewardsErrors.CheckpointConflict(c.height);
            return c.claimsRoot;
        }
        _checkTime(c, head, blockInterval);
        uint64 version = RewardsStorage.signers().setVersion();
        if (version != expectedSetVersion) revert IServiceNodeRewardsErrors.SignerSetChanged(expectedSetVersion, version);

        (uint256 signers, uint256 nodes) = _verify(c, signature, nonSigners, head.absenteeCap);
        _store($, head, c);
        emit IServiceNodeRewardsEvents.CheckpointSubmitted(c.height, c.blockHash, c.claimsRoot, signers, nodes);
        return c.claimsRoot;
    }

    /// @notice Root of a stored checkpoint.
    function requireRoot(uint64 height) internal view returns (bytes32 root) {
        root = rootAt(height);
        if (root == 0) revert IServiceNodeRewardsErrors.CheckpointUnknown(height);
    }

    /// @notice Root of a stored checkpoint, 0 without one.
    function rootAt(uint64 height) internal view returns (bytes32) {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        (bool stored, uint256 slot) = _find($, $.head, height);
        return stored ? $.roots[slot] : bytes32(0);
    }

    /// @notice Takes a stored root out. Its height stays taken.
    function revoke(uint64 height) internal {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        (bool stored, uint256 slot) = _find($, $.head, height);
        bytes32 root = stored ? $.roots[slot] : bytes32(0);
        if (root == 0) revert IServiceNodeRewardsErrors.CheckpointUnknown(height);
        $.roots[slot] = 0;
        emit IServiceNodeRewardsEvents.CheckpointRevoked(height, root);
    }

    /// @notice Most absentees of a certificate over `nodes` nodes: the signers are at least ⌊2·nodes/3⌋ + 1, consensus'
    /// own quorum.
    function maxAbsentees(uint256 nodes, uint256 cap) internal pure returns (uint256) {
        uint256 third = (nodes - 1) / 3;
        return third < cap ? third : cap;
    }

    function _checkTime(
        IServiceNodeRewardsTypes.Checkpoint calldata c,
        RewardsStorage.Head memory head,
        uint256 blockInterval
    ) private view {
        // [REJECT] protocol/checkpoints.md#time: after the last one's and at most five minutes ahead.
        if (c.time <= head.time) revert IServiceNodeRewardsErrors.CheckpointTimeNotAfter(c.time, head.time);
        uint256 latestTime = block.timestamp + MAX_AHEAD;
        if (c.time > latestTime) revert IServiceNodeRewardsErrors.CheckpointFromFuture(c.time, uint64(latestTime));
        // [REJECT] protocol/checkpoints.md#height: no faster than blocks can be made, so that nobody burns the heights.
        uint256 highest = head.height + (c.time - head.time) / blockInterval;
        if (c.height > highest) revert IServiceNodeRewardsErrors.CheckpointHeightTooFast(c.height, uint64(highest));
    }

    function _verify(
        IServiceNodeRewardsTypes.Checkpoint calldata c,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint256 absenteeCap
    ) private view returns (uint256 signers, uint256 nodes) {
        nodes = RewardsStorage.signers().count();
        if (nodes == 0) revert IServiceNodeRewardsErrors.NoNodes();
        (G1Point memory key, uint256 absentees) = RewardsStorage.signers().aggregateWithout(nonSigners);
        // [REJECT] protocol/checkpoints.md#quorum: absentees ≤ min(⌊(nodes − 1) / 3⌋, cap).
        uint256 maximum = maxAbsentees(nodes, absenteeCap);
        if (absentees > maximum) revert IServiceNodeRewardsErrors.TooManyAbsentees(absentees, maximum);
        if (!Bls12381.verify(key, Digests.checkpoint(c), signature)) {
            revert IServiceNodeRewardsErrors.InvalidCheckpointSignature();
        }
        signers = nodes - absentees;
    }

    function _store(
        RewardsStorage.Layout storage $,
        RewardsStorage.Head memory head,
        IServiceNodeRewardsTypes.Checkpoint calldata c
    ) private {
        uint256 slot = head.count % RewardsStorage.RING_SIZE;
        $.roots[slot] = c.claimsRoot;
        $.heights[slot] = c.height;
        $.latestBlockHash = c.blockHash;
        head.height = c.height;
        head.time = c.time;
        ++head.count;
        $.head = head;
    }

    /// @dev Heights grow around the ring: the last one is at hand, older ones are found by halving.
    function _find(
        RewardsStorage.Layout storage $,
        RewardsStorage.Head memory head,
        uint64 height
    ) private view returns (bool stored, uint256 slot) {
        uint256 count = head.count;
        if (count == 0 || height > head.height) return (false, 0);
        if (height == head.height) return (true, (count - 1) % RewardsStorage.RING_SIZE);
        uint256 low = count > RewardsStorage.RING_SIZE ? count - RewardsStorage.RING_SIZE : 0;
        uint256 high = count - 1;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if ($.heights[middle % RewardsStorage.RING_SIZE] < height) low = middle + 1;
            else high = middle;
        }
        slot = low % RewardsStorage.RING_SIZE;
        stored = $.heights[slot] == height;
    }
}
