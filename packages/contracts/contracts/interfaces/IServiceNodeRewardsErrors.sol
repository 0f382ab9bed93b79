// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Errors of ServiceNodeRewards
interface IServiceNodeRewardsErrors {
    /// @notice Nothing but seeding happens before {start}.
    error NotStarted();
    /// @notice Seeding and starting end with {start}.
    error AlreadyStarted();
    /// @notice The contract is paused until `until`.
    error EnforcedPause(uint64 until);
    /// @notice There is no pause to end.
    error NotPaused();
    /// @notice A pause ended less than 30 days ago; the next is possible from `from` on.
    error PauseTooSoon(uint64 from);
    /// @notice Only the guardian or the owner.
    error NotGuardian(address account);
    /// @notice Ownership can be handed over, never dropped.
    error RenounceDisabled();
    /// @notice A parameter is outside its bounds.
    error ParameterOutOfBounds(bytes32 parameter, uint256 value, uint256 minimum, uint256 maximum);
    /// @notice An address that must be set is zero.
    error ZeroAddress();

    /// @notice The sum of stakes is not the requirement.
    error WrongStake(uint256 actual, uint256 required);
    /// @notice More contributors than allowed.
    error TooManyContributors(uint256 actual, uint256 maximum);
    /// @notice A seeded node without a contributor.
    error NoContributors();
    /// @notice The operator holds less than 25 %.
    error OperatorStakeTooLow(uint256 actual, uint256 minimum);
    /// @notice A staker or beneficiary is zero, or a stake is.
    error InvalidContributor(uint256 index);
    /// @notice A staker appears twice.
    error DuplicateContributor(address staker);
    /// @notice The fee is above 10,000 basis points.
    error FeeTooHigh(uint256 actual, uint256 maximum);
    /// @notice The BLS key belongs to an active node already.
    error BlsKeyInUse(uint24 id);
    /// @notice The ed25519 key is zero.
    error InvalidEd25519Pubkey();
    /// @notice The proof of possession doesn't verify for this key, operator and ed25519 key.
    error InvalidProofOfPossession();
    /// @notice More keys in a minute than max(20, 2 % of the nodes).
    error TooManyRegistrations(uint256 limit);
    /// @notice The contract holding a node's data could not be created.
    error NodeDataCreationFailed();

    /// @notice A batch of seeds is empty or has more than 64 nodes.
    error SeedBatchSize(uint256 actual, uint256 maximum);
    /// @notice The balance doesn't cover the stakes.
    error PrincipalNotCovered(uint256 balance, uint256 principal);

    /// @notice The certificate was made for another set of keys; fetch a new one.
    error SignerSetChanged(uint64 expected, uint64 actual);
    /// @notice No node is active.
    error NoNodes();
    /// @notice More absentees than a third (or the cap).
    error TooManyAbsentees(uint256 actual, uint256 maximum);
    /// @notice The aggregate signature doesn't verify.
    error InvalidCheckpointSignature();
    /// @notice Another root has been accepted at this height, or the root there was revoked.
    error CheckpointConflict(uint64 height);
    /// @notice A newer checkpoint has been accepted, and this one is not among those stored.
    error CheckpointSuperseded(uint64 height, uint64 latest);
    /// @notice The checkpoint's time is not after the last one's.
    error CheckpointTimeNotAfter(uint64 time, uint64 last);
    /// @notice The checkpoint's time lies more than five minutes ahead.
    error CheckpointFromFuture(uint64 time, uint64 maximum);
    /// @notice The height grew faster than the block interval allows.
    error CheckpointHeightTooFast(uint64 height, uint64 maximum);
    /// @notice The claims root is zero.
    error EmptyClaimsRoot();
    /// @notice The checkpoint isn't stored (any more), or was revoked.
    error CheckpointUnknown(uint64 height);
    /// @notice The proof doesn't lead to the checkpoint's root.
    error InvalidProof();

    /// @notice Everything proven was paid already, or `amount` is zero.
    error NothingToClaim(uint256 lifetimeRewards, uint256 claimed);
    /// @notice The cycle's cap, or the recipient's quarter, is used up until `until`.
    error ClaimCapReached(uint64 until);
    /// @notice Paying would touch stakes.
    error InsufficientRewardFunds(uint256 available, uint256 needed);

    /// @notice The node is not active.
    error NodeNotActive(uint24 id);
    /// @notice The caller has no stake in the node.
    error NotContributor(uint24 id, address account);
    /// @notice Too early, possible from `from` on.
    error TooEarly(uint64 from);
    /// @notice Nobody asked for the node's exit.
    error ExitNotRequested(uint24 id);
    /// @notice The node's stake is not locked.
    error NotLocked(uint24 id);
}
