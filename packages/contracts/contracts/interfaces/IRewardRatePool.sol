// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title RewardRatePool
/// @notice Holds the staking reward pool and releases it to ServiceNodeRewards at 15.1 % simple a year on what is left,
/// so that daily releases pay 14 % of a year's opening balance. Amounts are base units of SESH (1e-9), times unix seconds.
interface IRewardRatePool {
    /// @notice What had been released since the last payout went to the beneficiary.
    event FundsReleased(uint256 amount, uint256 totalPaidOut);

    /// @notice The contract releases go to, set once.
    event BeneficiarySet(address indexed beneficiary);

    /// @notice The beneficiary is set already.
    error BeneficiaryAlreadySet(address beneficiary);
    /// @notice The beneficiary isn't set yet.
    error BeneficiaryNotSet();
    /// @notice An address that must be set is zero.
    error ZeroAddress();
    /// @notice Ownership can be handed over, never dropped.
    error RenounceDisabled();

    /// @notice Pays what has been released to the beneficiary. Open to all.
    /// @return released Base units paid now.
    function payoutReleased() external returns (uint256 released);

    /// @notice Names the beneficiary. Owner, once.
    function setBeneficiary(address newBeneficiary) external;

    /// @notice Payout for two minutes on the balance not yet released: the network's reward per 120 s.
    function rewardRate() external view returns (uint256);

    /// @notice All that has been released until now, paid out or not. It never falls.
    function calculateReleasedAmount() external view returns (uint256);

    /// @notice All that ever came in: the balance and what was paid out.
    function calculateTotalDeposited() external view returns (uint256);

    /// @notice Paid to the beneficiary so far.
    function totalPaidOut() external view returns (uint256);

    /// @notice Time of the last payout.
    function lastPaidOutTime() external view returns (uint64);

    /// @notice The contract releases go to.
    function beneficiary() external view returns (address);

    /// @notice The token held.
    function token() external view returns (address);
}
