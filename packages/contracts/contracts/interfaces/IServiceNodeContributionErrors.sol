// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Errors of pools and their factory
/// @notice `FeeTooHigh`, `InvalidEd25519Pubkey` and `InvalidProofOfPossession` are those of ServiceNodeRewards, for the
/// same faults.
interface IServiceNodeContributionErrors {
    /// @notice Only the pool's operator.
    error NotOperator(address account);
    /// @notice The operator contributes first.
    error OperatorContributionMissing();
    /// @notice Keys, fee and reservations are fixed from the operator's contribution to the next reset.
    error OperatorHasContributed();
    /// @notice The node is registered: what was inside is its stake now.
    error AlreadyFinalized(uint24 nodeId);
    /// @notice The pool is full.
    error PoolFull();
    /// @notice The pool is not full yet.
    error NotFull(uint256 contributed, uint256 required);

    /// @notice The pool's terms are not those the contribution names.
    error TermsChanged(bytes32 accepted, bytes32 actual);
    /// @notice The rewards contract asks for another stake now than when the pool was deployed.
    error StakingRequirementChanged(uint256 ofPool, uint256 current);
    /// @notice The rewards contract allows another number of contributors now than when the pool was deployed.
    error MaxContributorsChanged(uint256 ofPool, uint256 current);
    /// @notice Every place is taken or kept for somebody else.
    error NoOpenSlot();
    /// @notice Less than this contributor has to bring.
    error ContributionBelowMinimum(uint256 amount, uint256 minimum);
    /// @notice More than is left for this contributor.
    error ContributionAboveMaximum(uint256 amount, uint256 maximum);
    /// @notice The beneficiary is zero or the pool itself.
    error InvalidBeneficiary(address beneficiary);
    /// @notice The last contribution registers the node and must have the gas for it.
    error InsufficientGas(uint256 available, uint256 required);

    /// @notice The account has nothing inside.
    error NotContributor(address account);
    /// @notice 24 hours have not passed since the contributor's last contribution.
    error WithdrawalTooEarly(uint64 from);
    /// @notice Nothing can be rescued while contributions are inside.
    error ContributionsInside(uint256 contributed);
    /// @notice The pool has none of this token.
    error NothingToRescue(address token);

    /// @notice A reservation for nobody or of nothing.
    error InvalidReservation(uint256 index);
    /// @notice Two reservations for the same contributor.
    error DuplicateReservation(address contributor);
    /// @notice More places than the node may have contributors, the operator's included.
    error TooManyReservations(uint256 actual, uint256 maximum);
    /// @notice The reservations, with the least the operator brings, exceed the requirement.
    error ReservationsAboveRequirement(uint256 actual, uint256 maximum);
    /// @notice The operator reserves less than 25 % for itself.
    error OperatorReservationTooLow(uint256 actual, uint256 minimum);

    /// @notice The code behind the pools was called itself.
    error NotAPool();
    /// @notice The contract holding new terms could not be created.
    error TermsCreationFailed();
}
