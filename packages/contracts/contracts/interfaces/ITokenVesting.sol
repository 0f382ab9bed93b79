// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title What both vesting contracts share
/// @notice SESH held for a beneficiary until it has vested. Everything that comes in vests by the same schedule: the
/// allocation, stakes that return, and what anybody else sends. What goes out goes to the beneficiary or, once revoked,
/// to the revoker, never more than came in. Amounts are base units of SESH (1e-9), times unix seconds.
interface ITokenVesting {
    /// @notice Vested tokens were paid.
    event TokensReleased(address indexed to, uint256 amount);

    /// @notice The vesting has ended early; `amount` went to the revoker at once.
    event VestingRevoked(address indexed revoker, uint256 amount);

    /// @notice The vesting has another beneficiary.
    event BeneficiaryTransferred(address indexed previousBeneficiary, address indexed newBeneficiary);

    /// @notice Tokens of another kind that had been sent here were paid out.
    event ForeignTokenRescued(address indexed foreignToken, address indexed to, uint256 amount);

    /// @notice An address that must be set is zero.
    error ZeroAddress();
    /// @notice The schedule's times are in the wrong order, or its end is past.
    error InvalidSchedule(uint64 cliff, uint64 end);
    /// @notice Only the beneficiary, or once revoked the revoker where the rest is its.
    error NotHolder(address account, address holder);
    /// @notice Only the beneficiary.
    error NotBeneficiary(address account, address expected);
    /// @notice Only the revoker.
    error NotRevoker(address account, address expected);
    /// @notice Nothing has vested that was not paid yet.
    error NothingToRelease();
    /// @notice Revoked before.
    error AlreadyRevoked();
    /// @notice Everything has vested since `end`: there is nothing left to revoke.
    error AlreadyVested(uint64 end);
    /// @notice This vesting stays with its beneficiary.
    error BeneficiaryNotTransferable();
    /// @notice SESH leaves by its schedule only.
    error VestedTokenNotForeign(address token);

    /// @notice Pays what has vested to its holder, who has to ask for it.
    /// @return amount Base units paid.
    function release() external returns (uint256 amount);

    /// @notice Ends the vesting. Revoker, before `end`. Pays to the revoker what is here and has not vested.
    /// @return amount Base units paid to the revoker.
    function revoke() external returns (uint256 amount);

    /// @notice Hands the vesting to somebody else. Beneficiary, where `transferable`, and not after revocation.
    function transferBeneficiary(address newBeneficiary) external;

    /// @notice Pays all of another token that was sent here by mistake to the holder, who has to ask for it.
    function rescueERC20(address foreignToken) external;

    /// @notice What {release} would pay now.
    function releasable() external view returns (uint256);

    /// @notice Paid by {release} so far.
    function released() external view returns (uint256);

    /// @notice SESH.
    function token() external view returns (address);

    /// @notice Whom vested tokens belong to.
    function beneficiary() external view returns (address);

    /// @notice Who may revoke; zero for nobody.
    function revoker() external view returns (address);

    /// @notice Whom {release} pays.
    function holder() external view returns (address);

    /// @notice Whether the beneficiary may hand the vesting on.
    function transferable() external view returns (bool);

    /// @notice Time of the revocation, zero without one.
    function revokedAt() external view returns (uint64);

    /// @notice From then on everything is vested.
    function end() external view returns (uint64);
}
