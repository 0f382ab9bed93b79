// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ITokenVesting} from "../interfaces/ITokenVesting.sol";
import {ITokenVestingNoStaking} from "../interfaces/ITokenVestingNoStaking.sol";
import {TokenVesting} from "./TokenVesting.sol";

/// @title See {ITokenVestingNoStaking}
contract TokenVestingNoStaking is TokenVesting, ITokenVestingNoStaking {
    uint64 public immutable override cliff;

    /// @param revoker_ Zero for nobody.
    /// @param transferable_ Whether the beneficiary may hand the vesting on.
    constructor(
        address token_,
        address beneficiary_,
        address revoker_,
        bool transferable_,
        uint64 cliff_,
        uint64 end_
    ) TokenVesting(token_, beneficiary_, revoker_, transferable_, end_) {
        if (cliff_ >= end_ || end_ <= block.timestamp) revert InvalidSchedule(cliff_, end_);
        cliff = cliff_;
    }

    /// @inheritdoc ITokenVestingNoStaking
    /// @dev Rounded down. Paying changes nothing, since what was paid counts along. After a revocation only what had
    /// vested is left, so all of it has.
    function vested() public view override returns (uint256) {
        uint256 total = TOKEN.balanceOf(address(this)) + released;
        if (revokedAt != 0 || block.timestamp >= end) return total;
        if (block.timestamp <= cliff) return 0;
        return (total * (block.timestamp - cliff)) / (end - cliff);
    }

    /// @inheritdoc ITokenVesting
    function releasable() public view override(TokenVesting, ITokenVesting) returns (uint256) {
        return vested() - released;
    }

    /// @inheritdoc ITokenVesting
    /// @dev What is left after a revocation had vested: it stays the beneficiary's.
    function holder() public view override(TokenVesting, ITokenVesting) returns (address) {
        return beneficiary;
    }
}
