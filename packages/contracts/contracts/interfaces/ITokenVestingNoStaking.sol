// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ITokenVesting} from "./ITokenVesting.sol";

/// @title TokenVestingNoStaking
/// @notice Nothing until `cliff`, then linearly from nothing at `cliff` to everything at `end` (lockups B and D).
/// Revocation leaves the beneficiary what had vested by then, paid or not.
interface ITokenVestingNoStaking is ITokenVesting {
    /// @notice From then on tokens vest linearly.
    function cliff() external view returns (uint64);

    /// @notice What has vested until now, paid or not.
    function vested() external view returns (uint256);
}
