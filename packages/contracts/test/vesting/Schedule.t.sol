// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ITokenVesting} from "../../contracts/interfaces/ITokenVesting.sol";
import {VM} from "../../contracts/testing/Vm.sol";
import {SESHL2} from "../../contracts/token/SESHL2.sol";
import {TokenVestingNoStaking} from "../../contracts/vesting/TokenVestingNoStaking.sol";

/// @notice The linear schedule. This contract is gateway, beneficiary and revoker; `ELSEWHERE` stands for the revoker's
/// safe, so that both shares can be told apart.
contract ScheduleTest {
    uint256 private constant SUPPLY = 240_000_000e9;
    address private constant ELSEWHERE = address(0xe15e);
    SESHL2 private immutable TOKEN = new SESHL2(address(1), address(this));

    struct Terms {
        uint64 cliff;
        uint64 end;
        uint256 allocation;
    }

    function testFuzz_linearBetweenCliffAndEnd(uint32 wait, uint32 length, uint64 amount, uint32 after_) external {
        (TokenVestingNoStaking vesting, Terms memory t) = _fund(wait, length, amount);
        uint256 moment = block.timestamp + after_;
        VM.warp(moment);
        uint256 expected = moment <= t.cliff
            ? 0
            : moment >= t.end ? t.allocation : (t.allocation * (moment - t.cliff)) / (t.end - t.cliff);
        require(vesting.vested() == expected, "the line");
        require(vesting.releasable() == expected, "nothing paid yet");
    }

    /// @dev However often it is asked, the beneficiary has been paid exactly what the line gives, and all at the end.
    function testFuzz_releasesFollowTheLine(uint32 wait, uint32 length, uint64 amount, uint32[8] calldata steps) external {
        (TokenVestingNoStaking vesting, Terms memory t) = _fund(wait, length, amount);
        uint256 before = TOKEN.balanceOf(address(this));
        uint256 moment = block.timestamp;
        for (uint256 i = 0; i < steps.length; ++i) {
            moment += steps[i] % (uint256(t.end) - t.cliff);
            VM.warp(moment);
            uint256 expected = moment <= t.cliff
                ? 0
                : moment >= t.end ? t.allocation : (t.allocation * (moment - t.cliff)) / (t.end - t.cliff);
            if (vesting.releasable() != 0) vesting.release();
            require(TOKEN.balanceOf(address(this)) - before == expected, "paid what the line gives");
        }
        VM.warp(t.end);
        if (vesting.releasable() != 0) vesting.release();
        require(TOKEN.balanceOf(address(this)) - before == t.allocation, "all at the end, no more");
        require(TOKEN.balanceOf(address(vesting)) == 0, "nothing stays");
    }

    /// @dev Revocation splits the allocation: what had vested stays the beneficiary's, the rest is the revoker's.
    function testFuzz_revocationSplitsTheAllocation(
        uint32 wait,
        uint32 length,
        uint64 amount,
        uint32 first,
        uint32 second
    ) external {
        (TokenVestingNoStaking vesting, Terms memory t) = _fund(wait, length, amount);
        uint256 before = TOKEN.balanceOf(address(this));
        uint256 moment = block.timestamp + (first % (uint256(t.end) - block.timestamp));
        VM.warp(moment);
        if (vesting.releasable() != 0) vesting.release();
        moment += second % (uint256(t.end) - moment);
        VM.warp(moment);
        uint256 vested = vesting.vested();
        uint256 taken = vesting.revoke();
        require(TOKEN.transfer(ELSEWHERE, taken), "moved away");
        require(taken == t.allocation - vested, "the unvested");
        require(vesting.vested() == vested, "fixed");
        VM.warp(uint256(t.end) + 365 days);
        require(vesting.vested() == vested, "it grows no more");
        if (vesting.releasable() != 0) vesting.release();
        require(TOKEN.balanceOf(address(this)) - before == vested, "the vested");
        require(TOKEN.balanceOf(address(vesting)) == 0, "nothing stays");
    }

    /// @dev What anybody sends vests along, and never lowers what has vested.
    function testFuzz_giftsVestAlong(uint32 wait, uint32 length, uint64 amount, uint64 gift, uint32 after_) external {
        (TokenVestingNoStaking vesting, Terms memory t) = _fund(wait, length, amount);
        VM.warp(block.timestamp + after_);
        uint256 vested = vesting.vested();
        TOKEN.bridgeMint(address(vesting), gift);
        require(vesting.vested() >= vested, "never less");
        VM.warp(uint256(t.end) + 1);
        require(vesting.vested() == t.allocation + gift, "all in the end");
    }

    function testFuzz_refusesAScheduleWithoutLength(uint32 cliff, uint32 end) external {
        VM.assume(cliff >= end || end <= block.timestamp);
        VM.expectPartialRevert(ITokenVesting.InvalidSchedule.selector);
        new TokenVestingNoStaking(address(TOKEN), address(this), address(this), false, cliff, end);
    }

    function _fund(
        uint32 wait,
        uint32 length,
        uint64 amount
    ) private returns (TokenVestingNoStaking vesting, Terms memory t) {
        t.cliff = uint64(block.timestamp) + wait;
        t.end = t.cliff + 1 + length;
        t.allocation = amount % (SUPPLY + 1);
        vesting = new TokenVestingNoStaking(address(TOKEN), address(this), address(this), false, t.cliff, t.end);
        TOKEN.bridgeMint(address(vesting), t.allocation);
    }
}
