// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeContributionTypes} from "./IServiceNodeContributionTypes.sol";
import {IServiceNodeRewardsTypes} from "./IServiceNodeRewardsTypes.sol";

/// @title Events of a multi-contributor pool
/// @notice With {IServiceNodeContributionFactory-PoolDeployed} they tell a pool's whole state.
interface IServiceNodeContributionEvents is IServiceNodeContributionTypes {
    /// @notice A contribution came in. The pool is full when `contributed`, the sum of all, is the requirement.
    event Contributed(address indexed staker, address indexed beneficiary, uint256 amount, uint256 contributed);

    /// @notice A contribution went back to its staker, `contributed` is left inside.
    event ContributionWithdrawn(address indexed staker, uint256 amount, uint256 contributed);

    /// @notice The pool is empty again after a reset by its operator, the `resets`th.
    event PoolReset(uint32 resets);

    /// @notice A contributor's rewards go to another address.
    event BeneficiaryUpdated(address indexed staker, address indexed beneficiary);

    /// @notice The operator's fee changed.
    event FeeUpdated(uint16 feeBps);

    /// @notice The node's keys changed. `blsPubkey` is 96 bytes.
    event PubkeysUpdated(bytes blsPubkey, IServiceNodeRewardsTypes.ServiceNodeParams params);

    /// @notice The places kept changed.
    event ReservedContributorsUpdated(ReservedContribution[] reserved);

    /// @notice Whether the operator registers the full pool by hand.
    event ManualFinalizeUpdated(bool manualFinalize);

    /// @notice The node was registered as `nodeId` with all contributions.
    event Finalized(uint24 indexed nodeId);

    /// @notice The pool is full, but its node could not be registered now; `reason` is what the rewards contract said.
    /// {IServiceNodeContribution-finalize} tries again.
    event FinalizationFailed(bytes reason);

    /// @notice Tokens that belonged to no contributor went to the operator.
    event Rescued(address indexed token, uint256 amount);
}
