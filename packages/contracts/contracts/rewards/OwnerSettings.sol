// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "../interfaces/IServiceNodeRewardsEvents.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Bounds of everything that can be set, at deployment or by the owner
/// @notice Linked to the façade and called by delegatecall. Permissions are the façade's.
library OwnerSettings {
    using SafeCast for uint256;

    /// @dev Base units of SESH, 9 decimals.
    uint256 private constant SESH = 1e9;
    /// @dev Liquidator and pool together at most 2 %.
    uint256 private constant MAX_PENALTY_PARTS = 50;
    uint256 private constant MAX_RATIO = 1_000_000;

    /// @notice Exact stake of nodes registered from now on.
    function setStakingRequirement(uint256 value) external {
        _check("stakingRequirement", value, 100 * SESH, 1_000_000 * SESH);
        RewardsStorage.load().settings.stakingRequirement = value.toUint96();
        emit IServiceNodeRewardsEvents.StakingRequirementUpdated(value);
    }

    /// @notice Most contributors of nodes registered from now on. Ten is what gas and appchain are sized for.
    function setMaxContributors(uint256 value) external {
        _check("maxContributors", value, 1, 10);
        RewardsStorage.load().settings.maxContributors = value.toUint8();
        emit IServiceNodeRewardsEvents.MaxContributorsUpdated(value);
    }

    /// @notice Rewards per cycle. The floor keeps the breaker from becoming a switch.
    function setClaimCap(uint256 value) external {
        _check("claimCap", value, 50_000 * SESH, 10_000_000 * SESH);
        RewardsStorage.load().funds.claimCap = value.toUint64();
        emit IServiceNodeRewardsEvents.ClaimCapUpdated(value);
    }

    /// @notice Absentees of a checkpoint, beside the third.
    function setAbsenteeCap(uint256 value) external {
        _check("absenteeCap", value, 300, type(uint16).max);
        RewardsStorage.load().head.absenteeCap = value.toUint32();
        emit IServiceNodeRewardsEvents.AbsenteeCapUpdated(value);
    }

    /// @notice Parts of a liquidated deposit.
    function setLiquidationRatios(uint256 liquidator, uint256 pool, uint256 recipient) external {
        _check("recipientRatio", recipient, 1, MAX_RATIO);
        uint256 most = recipient / (MAX_PENALTY_PARTS - 1);
        _check("liquidatorRatio", liquidator, 0, most);
        _check("poolRatio", pool, 0, most - liquidator);
        RewardsStorage.Settings storage s = RewardsStorage.load().settings;
        s.liquidatorRatio = liquidator.toUint32();
        s.poolRatio = pool.toUint32();
        s.recipientRatio = recipient.toUint32();
        emit IServiceNodeRewardsEvents.LiquidationRatiosUpdated(liquidator, pool, recipient);
    }

    /// @notice Reverts unless the durations are within their bounds. Upper bounds hold everywhere: no wait outlasts the
    /// 30 days of the escape. Lower bounds may be passed on a devnet's chain id.
    function checkDurations(IServiceNodeRewardsTypes.Durations memory d) internal view {
        bool devnet = isDevnet(block.chainid);
        _check("blockInterval", d.blockInterval, devnet ? 1 : 30 seconds, 10 minutes);
        _check("minExitAge", d.minExitAge, devnet ? 1 : 20 minutes, 1 days);
        _check("maxLock", d.maxLock, devnet ? 1 : 48 hours, 30 days);
        _check("exitWait", d.exitWait, devnet ? 1 : 30 days, 30 days);
        _check("smallContributorWait", d.smallContributorWait, devnet ? 1 : 1 days, 30 days);
        _check("exitRequestRepeat", d.exitRequestRepeat, devnet ? 1 : 10 minutes, 1 days);
    }

    /// @notice Chain ids of devnets: Anvil's and Hardhat's own, and the range every reset takes a new one from. Source:
    /// docs/decisions/0002-devnet-chain-ids.md.
    function isDevnet(uint256 chainId) internal pure returns (bool) {
        return chainId == 31337 || (chainId >= 1_337_000_000 && chainId <= 1_337_999_999);
    }

    function _check(bytes32 parameter, uint256 value, uint256 minimum, uint256 maximum) private pure {
        if (value < minimum || value > maximum) {
            revert IServiceNodeRewardsErrors.ParameterOutOfBounds(parameter, value, minimum, maximum);
        }
    }
}
