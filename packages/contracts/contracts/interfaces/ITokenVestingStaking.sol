// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsTypes} from "./IServiceNodeRewardsTypes.sol";
import {ITokenVesting} from "./ITokenVesting.sol";

/// @title TokenVestingStaking
/// @notice Nothing until `end`, then everything (lockup A, testnet incentive). Until then the beneficiary may stake it:
/// solo, or in pools the factory owns. This contract is the staker, so every stake returns here; rewards go to an
/// address the beneficiary chooses and are its own at once, they never were locked.
///
/// Revocation, before `end` only, takes what is here at once. What is staked comes back by the staking rules alone: the
/// revoker then holds the vesting, so that it may ask for exits, withdraw from pools, and be paid what returns.
/// Rewards earned until then stay with the address chosen. At `end`, staked or not, all belongs to the beneficiary.
///
/// As an operator this contract bears the penalty of a liquidation like any other.
interface ITokenVestingStaking is ITokenVesting {
    /// @notice A node was registered with the whole stake from here.
    event SoloStaked(address indexed rewardsBeneficiary, uint256 amount, bytes blsPubkey);

    /// @notice A pool took a contribution from here.
    event PoolStaked(address indexed pool, address indexed rewardsBeneficiary, uint256 amount);

    /// @notice A pool gave a contribution back.
    event PoolWithdrawn(address indexed pool, uint256 amount);

    /// @notice Not a pool of the factory.
    error UnknownPool(address pool);
    /// @notice Rewards can't go nowhere, nor here, where they would be locked.
    error InvalidRewardsBeneficiary(address rewardsBeneficiary);
    /// @notice The requirement is above what the beneficiary agreed to stake.
    error StakeAboveLimit(uint256 requirement, uint256 limit);
    /// @notice A revoked vesting stakes no more.
    error VestingIsRevoked();
    /// @notice A pool took another amount than asked for.
    error UnexpectedAmount(uint256 actual, uint256 expected);

    /// @notice Registers a solo node with this contract as operator and only staker. Beneficiary.
    /// @param blsPubkey 128 bytes, EIP-2537.
    /// @param proofOfPossession 256 bytes, EIP-2537, bound to this contract as operator.
    /// @param params See {IServiceNodeRewardsTypes.ServiceNodeParams}.
    /// @param rewardsBeneficiary Receives the rewards.
    /// @param maxStake Most to stake: the requirement may have been raised since the beneficiary looked.
    function addBLSPublicKey(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        address rewardsBeneficiary,
        uint256 maxStake
    ) external;

    /// @notice Contributes to a pool of the factory. Beneficiary.
    /// @param termsHash The terms accepted; see IServiceNodeContribution.
    function contributeFunds(address pool, uint256 amount, address rewardsBeneficiary, bytes32 termsHash) external;

    /// @notice Changes where a pool's rewards for this contract go, until the pool is finalized. Holder.
    function updateBeneficiary(address pool, address rewardsBeneficiary) external;

    /// @notice Takes this contract's contribution out of a pool, where the pool lets it. Holder.
    /// @return amount Base units returned.
    function withdrawContribution(address pool) external returns (uint256 amount);

    /// @notice Asks for the exit of a node this contract has a stake in. Holder.
    function initiateExitBLSPublicKey(uint24 id) external;

    /// @notice Claims rewards for `recipient` at ServiceNodeRewards, which pays them to it directly. Open to all, as there.
    function claimRewards(
        uint64 height,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external;

    /// @notice Where stakes and claims go.
    function serviceNodeRewards() external view returns (address);

    /// @notice Knows the pools that may be joined.
    function contributionFactory() external view returns (address);
}
