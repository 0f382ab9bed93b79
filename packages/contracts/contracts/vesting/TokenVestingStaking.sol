// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IServiceNodeContribution} from "../interfaces/IServiceNodeContribution.sol";
import {IServiceNodeContributionFactory} from "../interfaces/IServiceNodeContributionFactory.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {ITokenVesting} from "../interfaces/ITokenVesting.sol";
import {ITokenVestingStaking} from "../interfaces/ITokenVestingStaking.sol";
import {TokenVesting} from "./TokenVesting.sol";

/// @title See {ITokenVestingStaking}
/// @dev Tokens leave to ServiceNodeRewards and to pools the factory owns, both of which return them here, and else by
/// {release} and {revoke}. No allowance outlives its call.
contract TokenVestingStaking is TokenVesting, ITokenVestingStaking {
    using SafeERC20 for IERC20;

    IServiceNodeRewards private immutable REWARDS;
    IServiceNodeContributionFactory private immutable FACTORY;

    /// @param rewards_ ServiceNodeRewards; its token is the one that vests.
    /// @param factory_ Pools it owns may be joined.
    /// @param revoker_ Zero for nobody.
    /// @param transferable_ Whether the beneficiary may hand the vesting on.
    constructor(
        address rewards_,
        address factory_,
        address beneficiary_,
        address revoker_,
        bool transferable_,
        uint64 end_
    ) TokenVesting(IServiceNodeRewards(rewards_).token(), beneficiary_, revoker_, transferable_, end_) {
        if (factory_ == address(0)) revert ZeroAddress();
        if (end_ <= block.timestamp) revert InvalidSchedule(end_, end_);
        REWARDS = IServiceNodeRewards(rewards_);
        FACTORY = IServiceNodeContributionFactory(factory_);
    }

    modifier whileUnrevoked() {
        if (revokedAt != 0) revert VestingIsRevoked();
        _;
    }

    modifier onlyOwned(address pool) {
        if (!FACTORY.owns(pool)) revert UnknownPool(pool);
        _;
    }

    // Staking

    /// @inheritdoc ITokenVestingStaking
    function addBLSPublicKey(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        address rewardsBeneficiary,
        uint256 maxStake
    ) external override onlyBeneficiary whileUnrevoked {
        _requireRewardsBeneficiary(rewardsBeneficiary);
        uint256 stake = REWARDS.stakingRequirement();
        if (stake > maxStake) revert StakeAboveLimit(stake, maxStake);
        IServiceNodeRewardsTypes.Contributor[] memory contributors = new IServiceNodeRewardsTypes.Contributor[](1);
        contributors[0] = IServiceNodeRewardsTypes.Contributor(address(this), rewardsBeneficiary, stake);
        emit SoloStaked(rewardsBeneficiary, stake, blsPubkey);
        TOKEN.forceApprove(address(REWARDS), stake);
        REWARDS.addBLSPublicKey(blsPubkey, proofOfPossession, params, contributors);
    }

    /// @inheritdoc ITokenVestingStaking
    function contributeFunds(
        address pool,
        uint256 amount,
        address rewardsBeneficiary,
        bytes32 termsHash
    ) external override onlyBeneficiary whileUnrevoked onlyOwned(pool) {
        _requireRewardsBeneficiary(rewardsBeneficiary);
        emit PoolStaked(pool, rewardsBeneficiary, amount);
        uint256 balance = TOKEN.balanceOf(address(this));
        TOKEN.forceApprove(pool, amount);
        IServiceNodeContribution(pool).contributeFunds(amount, rewardsBeneficiary, termsHash);
        uint256 taken = balance - TOKEN.balanceOf(address(this));
        if (taken != amount) revert UnexpectedAmount(taken, amount);
    }

    /// @inheritdoc ITokenVestingStaking
    function updateBeneficiary(
        address pool,
        address rewardsBeneficiary
    ) external override onlyHolder onlyOwned(pool) {
        _requireRewardsBeneficiary(rewardsBeneficiary);
        IServiceNodeContribution(pool).updateBeneficiary(rewardsBeneficiary);
    }

    // Leaving

    /// @inheritdoc ITokenVestingStaking
    function withdrawContribution(address pool) external override onlyHolder onlyOwned(pool) returns (uint256 amount) {
        uint256 balance = TOKEN.balanceOf(address(this));
        IServiceNodeContribution(pool).withdrawContribution();
        amount = TOKEN.balanceOf(address(this)) - balance;
        emit PoolWithdrawn(pool, amount);
    }

    /// @inheritdoc ITokenVestingStaking
    function initiateExitBLSPublicKey(uint24 id) external override onlyHolder {
        REWARDS.initiateExitBLSPublicKey(id);
    }

    /// @inheritdoc ITokenVestingStaking
    function claimRewards(
        uint64 height,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external override {
        REWARDS.claimRewards(height, recipient, lifetimeRewards, amount, proof);
    }

    // Views

    /// @inheritdoc ITokenVesting
    /// @dev After a revocation the revoker need not wait for the end.
    function releasable() public view override(TokenVesting, ITokenVesting) returns (uint256) {
        if (revokedAt == 0 && block.timestamp < end) return 0;
        return TOKEN.balanceOf(address(this));
    }

    /// @inheritdoc ITokenVesting
    function holder() public view override(TokenVesting, ITokenVesting) returns (address) {
        return revokedAt == 0 ? beneficiary : revoker;
    }

    /// @inheritdoc ITokenVestingStaking
    function serviceNodeRewards() external view override returns (address) {
        return address(REWARDS);
    }

    /// @inheritdoc ITokenVestingStaking
    function contributionFactory() external view override returns (address) {
        return address(FACTORY);
    }

    function _requireRewardsBeneficiary(address rewardsBeneficiary) private view {
        if (rewardsBeneficiary == address(0) || rewardsBeneficiary == address(this)) {
            revert InvalidRewardsBeneficiary(rewardsBeneficiary);
        }
    }
}
