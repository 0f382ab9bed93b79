// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeContributionErrors} from "./IServiceNodeContributionErrors.sol";
import {IServiceNodeContributionEvents} from "./IServiceNodeContributionEvents.sol";
import {IServiceNodeRewardsTypes} from "./IServiceNodeRewardsTypes.sol";

/// @title ServiceNodeContribution
/// @notice Collects the stake of one Session Node from its operator and others, then registers the node:
/// `WaitForOperatorContrib → OpenForPublicContrib → WaitForFinalized → Finalized`.
///
/// The operator contributes first, at least 25 % of the requirement and at least its own reservation. Who has a
/// reservation brings at least that; everybody else, the first time, at least
/// `ceil((requirement − contributed − reserved and not taken) / open slots)`, so that those who find a place always
/// fill the pool. Later contributions may be of any size, up to what is left.
///
/// Every contribution names the terms it accepts, {termsHash}: an operator can't change them in front of it.
/// Contributions go back to whoever made them at any time before the registration; afterwards they are stakes of
/// ServiceNodeRewards, which returns them to the stakers.
interface IServiceNodeContribution is IServiceNodeContributionEvents, IServiceNodeContributionErrors {
    // Contributors

    /// @notice Takes a contribution from the caller. The one that fills the pool registers the node, unless the
    /// operator does it by hand; when the registration fails (a pause, too many in a minute), the contribution stands and
    /// {finalize} tries again.
    /// @param amount Within {contributionLimits} of the caller.
    /// @param beneficiary Receives the rewards of all of the caller's contributions.
    /// @param acceptedTerms {termsHash} the caller has seen.
    function contributeFunds(uint256 amount, address beneficiary, bytes32 acceptedTerms) external;

    /// @notice {contributeFunds} with an ERC-2612 permit for `amount`. A permit that fails (because somebody else sent
    /// it first) is ignored when the allowance suffices.
    function contributeFundsWithPermit(
        uint256 amount,
        address beneficiary,
        bytes32 acceptedTerms,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Names another beneficiary for the caller's share. Contributors, until the registration.
    function updateBeneficiary(address newBeneficiary) external;

    /// @notice Returns all of the caller's contributions, 24 hours after the last one. A full pool opens again, and a
    /// reservation is kept again. The operator may do it at any time, as {reset}.
    function withdrawContribution() external;

    /// @notice Registers the node of a full pool. Open to all, or to the operator alone when it registers by hand.
    function finalize() external;

    // Operator

    /// @notice Sets the fee, in basis points. Before the operator's contribution.
    function updateFee(uint16 newFeeBps) external;

    /// @notice Sets the node's keys, with a proof of possession bound to the operator. Before its contribution.
    /// @param blsPubkey 128 bytes, EIP-2537.
    /// @param proofOfPossession 256 bytes, EIP-2537.
    /// @param params The fee among them is set, too.
    function updatePubkeys(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params
    ) external;

    /// @notice Sets the places kept. Before the operator's contribution.
    /// @param newReserved May name the operator, with at least 25 %, anywhere in the list.
    function updateReservedContributors(ReservedContribution[] calldata newReserved) external;

    /// @notice Sets whether the operator registers by hand. At any time until the registration; switched off when the
    /// pool is full, it registers.
    function updateManualFinalize(bool newManualFinalize) external;

    /// @notice Refunds all contributions and starts again. At any time until the registration.
    function reset() external;

    /// @notice {reset}, then sets all terms and makes the operator's contribution.
    function resetUpdateAndContribute(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        ReservedContribution[] calldata newReserved,
        bool newManualFinalize,
        uint256 amount,
        address beneficiary
    ) external;

    /// @notice Sends the operator tokens that somebody sent here by mistake, when no contribution is inside.
    /// @param lostToken Any ERC-20.
    function rescueERC20(address lostToken) external;

    // Views

    /// @notice Everything about the pool.
    function pool() external view returns (Pool memory);

    /// @notice Where the pool stands.
    function state() external view returns (PoolState);

    /// @notice What the account's next contribution may be.
    /// @return minimum Least; 0 when the account can't contribute.
    /// @return maximum Most. Before the operator's contribution the figures of others suppose its least.
    function contributionLimits(address account) external view returns (uint256 minimum, uint256 maximum);

    /// @notice What the account has inside; all zero for others.
    /// @return contribution Its contributions.
    /// @return withdrawableFrom From when it can be withdrawn; 0 without a contribution and after the registration.
    function contributionOf(
        address account
    ) external view returns (PoolContribution memory contribution, uint64 withdrawableFrom);

    /// @notice keccak256(abi.encode(bytes blsPubkey (96 bytes), ServiceNodeParams params, ReservedContribution[]
    /// reserved, bool manualFinalize, uint256 stakingRequirement, uint256 resets)).
    function termsHash() external view returns (bytes32);

    /// @notice Deployed the pool and runs the node.
    function operator() external view returns (address);

    /// @notice Id of the registered node; 0 before.
    function nodeId() external view returns (uint24);

    /// @notice The ServiceNodeRewards the node is registered with.
    function rewards() external view returns (address);

    /// @notice SESH.
    function token() external view returns (address);

    /// @notice The factory that made the pool.
    function factory() external view returns (address);
}
