// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeContributionErrors} from "./IServiceNodeContributionErrors.sol";
import {IServiceNodeContributionTypes} from "./IServiceNodeContributionTypes.sol";
import {IServiceNodeRewardsTypes} from "./IServiceNodeRewardsTypes.sol";

/// @title ServiceNodeContributionFactory
/// @notice Makes multi-contributor pools and knows its own. It has no owner and nothing to set.
interface IServiceNodeContributionFactory is IServiceNodeContributionTypes, IServiceNodeContributionErrors {
    /// @notice A pool was deployed by its operator. `blsPubkey` is 96 bytes.
    event PoolDeployed(
        address indexed pool,
        address indexed operator,
        bytes blsPubkey,
        IServiceNodeRewardsTypes.ServiceNodeParams params,
        ReservedContribution[] reserved,
        bool manualFinalize,
        uint256 stakingRequirement,
        uint256 maxContributors
    );

    /// @notice Deploys a pool whose operator is the caller, for the requirement and contributor limit of now.
    /// @param blsPubkey 128 bytes, EIP-2537.
    /// @param proofOfPossession 256 bytes, EIP-2537, bound to the caller and the ed25519 key.
    /// @param params See {IServiceNodeRewardsTypes-ServiceNodeParams}.
    /// @param reserved Places kept; may name the operator, with at least 25 %.
    /// @param manualFinalize Whether the operator registers the full pool by hand.
    function deploy(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        ReservedContribution[] calldata reserved,
        bool manualFinalize
    ) external returns (address pool);

    /// @notice Whether this factory made the pool.
    function owns(address pool) external view returns (bool);

    /// @notice Reverts unless the keys are in order and the proof of possession is the operator's.
    function checkKeys(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        address operator
    ) external view;

    /// @notice The code behind the pools.
    function implementation() external view returns (address);

    /// @notice The ServiceNodeRewards pools register with.
    function rewards() external view returns (address);
}
