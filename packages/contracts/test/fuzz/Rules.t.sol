// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {VM} from "../../contracts/testing/Vm.sol";
import {IServiceNodeRewardsErrors} from "../../contracts/interfaces/IServiceNodeRewardsErrors.sol";
import {Checkpoints} from "../../contracts/rewards/Checkpoints.sol";
import {Claims} from "../../contracts/rewards/Claims.sol";
import {OwnerSettings} from "../../contracts/rewards/OwnerSettings.sol";
import {RewardsStorage} from "../../contracts/rewards/RewardsStorage.sol";

contract RulesTest {
    /// @dev 1.16: below the cap, the signers are more than two thirds, and one absentee more would break that.
    function testFuzz_1_16_absentees(uint32 nodes) external pure {
        VM.assume(nodes > 0);
        uint256 most = Checkpoints.maxAbsentees(nodes, type(uint256).max);
        require(nodes - most == (2 * uint256(nodes)) / 3 + 1, "quorum of consensus");
        require(3 * (nodes - most) > 2 * uint256(nodes), "more than two thirds");
        require(most + 1 == nodes || 3 * (nodes - most - 1) <= 2 * uint256(nodes), "the least that is");
    }

    function testFuzz_absenteesNeverAboveTheCap(uint32 nodes, uint16 cap) external pure {
        VM.assume(nodes > 0);
        require(Checkpoints.maxAbsentees(nodes, cap) <= cap, "cap");
    }

    /// @dev Whatever ratios the bounds let through, liquidator and pool take at most 2 %.
    function testFuzz_liquidationRatios(uint256 liquidator, uint256 pool, uint256 recipient) external {
        recipient = 1 + (recipient % 1_000_000);
        liquidator %= 30_000;
        pool %= 30_000;
        bool allowed = (liquidator + pool) * 50 <= liquidator + pool + recipient;
        if (!allowed) VM.expectPartialRevert(IServiceNodeRewardsErrors.ParameterOutOfBounds.selector);
        OwnerSettings.setLiquidationRatios(liquidator, pool, recipient);
    }

    /// @dev 1.17: what is left never exceeds the cap, and a new cycle leaves all of it.
    function testFuzz_1_17_claimWindow(uint64 cap, uint64 spent, uint32 cycle, uint40 time) external {
        VM.assume(time > 1);
        RewardsStorage.Funds storage funds = RewardsStorage.load().funds;
        (funds.claimCap, funds.spent, funds.cycle) = (cap, spent, cycle);
        VM.warp(time);
        (uint256 left, uint256 perRecipient, uint64 endsAt) = Claims.window();
        bool current = time / 12 hours == cycle;
        require(left == (current ? (cap > spent ? cap - spent : 0) : cap), "left");
        require(perRecipient == cap / 4, "a quarter");
        require(endsAt > time && endsAt - time <= 12 hours && endsAt % 12 hours == 0, "end of the cycle");
    }
}
