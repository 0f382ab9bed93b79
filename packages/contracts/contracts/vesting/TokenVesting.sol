// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ITokenVesting} from "../interfaces/ITokenVesting.sol";

/// @title See {ITokenVesting}
/// @dev Not upgradeable: nobody can change a schedule. State is written before the token is called, and the token calls
/// nobody back.
abstract contract TokenVesting is ITokenVesting {
    using SafeERC20 for IERC20;

    IERC20 internal immutable TOKEN;
    address public immutable override revoker;
    bool public immutable override transferable;
    uint64 public immutable override end;

    address public override beneficiary;
    uint64 public override revokedAt;
    uint256 public override released;

    constructor(address token_, address beneficiary_, address revoker_, bool transferable_, uint64 end_) {
        if (token_ == address(0) || beneficiary_ == address(0)) revert ZeroAddress();
        TOKEN = IERC20(token_);
        revoker = revoker_;
        transferable = transferable_;
        end = end_;
        beneficiary = beneficiary_;
        emit BeneficiaryTransferred(address(0), beneficiary_);
    }

    modifier onlyHolder() {
        if (msg.sender != holder()) revert NotHolder(msg.sender, holder());
        _;
    }

    modifier onlyBeneficiary() {
        if (msg.sender != beneficiary) revert NotBeneficiary(msg.sender, beneficiary);
        _;
    }

    /// @inheritdoc ITokenVesting
    function release() external override onlyHolder returns (uint256 amount) {
        amount = releasable();
        if (amount == 0) revert NothingToRelease();
        released += amount;
        emit TokensReleased(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ITokenVesting
    function revoke() external override returns (uint256 amount) {
        if (msg.sender != revoker) revert NotRevoker(msg.sender, revoker);
        if (revokedAt != 0) revert AlreadyRevoked();
        if (block.timestamp >= end) revert AlreadyVested(end);
        amount = TOKEN.balanceOf(address(this)) - releasable();
        revokedAt = uint64(block.timestamp);
        emit VestingRevoked(msg.sender, amount);
        if (amount != 0) TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ITokenVesting
    function transferBeneficiary(address newBeneficiary) external override onlyBeneficiary {
        if (!transferable) revert BeneficiaryNotTransferable();
        if (revokedAt != 0) revert AlreadyRevoked();
        if (newBeneficiary == address(0)) revert ZeroAddress();
        emit BeneficiaryTransferred(beneficiary, newBeneficiary);
        beneficiary = newBeneficiary;
    }

    /// @inheritdoc ITokenVesting
    function rescueERC20(address foreignToken) external override onlyHolder {
        if (foreignToken == address(TOKEN)) revert VestedTokenNotForeign(foreignToken);
        uint256 amount = IERC20(foreignToken).balanceOf(address(this));
        emit ForeignTokenRescued(foreignToken, msg.sender, amount);
        IERC20(foreignToken).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ITokenVesting
    function token() external view override returns (address) {
        return address(TOKEN);
    }

    /// @inheritdoc ITokenVesting
    function releasable() public view virtual override returns (uint256);

    /// @inheritdoc ITokenVesting
    function holder() public view virtual override returns (address);
}
