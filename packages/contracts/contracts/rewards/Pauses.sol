// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "../interfaces/IServiceNodeRewardsEvents.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Pauses, which end by themselves
library Pauses {
    /// @dev Well below the 30 days of the escape.
    uint256 private constant DURATION = 14 days;
    /// @dev From the end of a pause to the next.
    uint256 private constant COOLDOWN = 30 days;

    /// @notice Reverts before the start and during a pause. One slot, which checkpoints and proofs read anyway.
    function requireRunning() internal view {
        RewardsStorage.Head storage head = RewardsStorage.load().head;
        if (!head.started) revert IServiceNodeRewardsErrors.NotStarted();
        if (block.timestamp < head.pausedUntil) revert IServiceNodeRewardsErrors.EnforcedPause(head.pausedUntil);
    }

    /// @notice Pauses, unless the last pause ended too recently.
    function pause() internal {
        RewardsStorage.Head storage head = RewardsStorage.load().head;
        uint256 last = head.pausedUntil;
        if (last != 0 && block.timestamp < last + COOLDOWN) {
            revert IServiceNodeRewardsErrors.PauseTooSoon(uint64(last + COOLDOWN));
        }
        uint256 until = block.timestamp + DURATION;
        head.pausedUntil = uint40(until);
        emit IServiceNodeRewardsEvents.Paused(msg.sender, uint64(until));
    }

    /// @notice Ends a pause early.
    function unpause() internal {
        RewardsStorage.Head storage head = RewardsStorage.load().head;
        if (block.timestamp >= head.pausedUntil) revert IServiceNodeRewardsErrors.NotPaused();
        head.pausedUntil = uint40(block.timestamp);
        emit IServiceNodeRewardsEvents.Unpaused(msg.sender);
    }
}
