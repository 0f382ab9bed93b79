// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Ownable2StepUpgradeable} from "@openzeppelin/contracts-upgradeable/access/Ownable2StepUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRewardRatePool} from "../interfaces/IRewardRatePool.sol";

/// @title See {IRewardRatePool}
contract RewardRatePool is IRewardRatePool, Ownable2StepUpgradeable {
    using SafeERC20 for IERC20;

    /// @dev 15.1 % simple a year, in thousandths: (1 − 0.151/365)^365 leaves 86 %, so a year of daily releases pays 14 %.
    uint256 private constant ANNUAL_RATE_PER_MILLE = 151;
    uint256 private constant RATE_DENOMINATOR = 1000 * 365 days;
    /// @dev The reward rate is given per two minutes, the block interval of the network before this one.
    uint256 private constant RATE_INTERVAL = 2 minutes;

    IERC20 private immutable TOKEN;

    /// @custom:storage-location erc7201:session.storage.RewardRatePool
    struct PoolStorage {
        address beneficiary;
        uint64 lastPaidOutTime;
        uint256 totalPaidOut;
    }

    // keccak256(abi.encode(uint256(keccak256("session.storage.RewardRatePool")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant POOL_STORAGE = 0x184d8091807a8114d403722961282b318f340f2933b5b66adf074f233ef45800;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address token_) {
        if (token_ == address(0)) revert ZeroAddress();
        TOKEN = IERC20(token_);
        _disableInitializers();
    }

    /// @param owner_ Names the beneficiary.
    function initialize(address owner_) external initializer {
        __Ownable_init(owner_);
        _pool().lastPaidOutTime = uint64(block.timestamp);
    }

    /// @inheritdoc IRewardRatePool
    function payoutReleased() external override returns (uint256 released) {
        PoolStorage storage $ = _pool();
        address to = $.beneficiary;
        if (to == address(0)) revert BeneficiaryNotSet();
        uint256 paidOut = $.totalPaidOut;
        uint256 newTotal = calculateReleasedAmount();
        released = newTotal - paidOut;
        $.totalPaidOut = newTotal;
        $.lastPaidOutTime = uint64(block.timestamp);
        emit FundsReleased(released, newTotal);
        TOKEN.safeTransfer(to, released);
    }

    /// @inheritdoc IRewardRatePool
    /// @dev Once only: not even the owner can point the pool elsewhere without an upgrade.
    function setBeneficiary(address newBeneficiary) external override onlyOwner {
        PoolStorage storage $ = _pool();
        if (newBeneficiary == address(0)) revert ZeroAddress();
        if ($.beneficiary != address(0)) revert BeneficiaryAlreadySet($.beneficiary);
        $.beneficiary = newBeneficiary;
        emit BeneficiarySet(newBeneficiary);
    }

    /// @dev Disabled.
    function renounceOwnership() public pure override {
        revert RenounceDisabled();
    }

    /// @inheritdoc IRewardRatePool
    function rewardRate() external view override returns (uint256) {
        return _payout(calculateTotalDeposited() - calculateReleasedAmount(), RATE_INTERVAL);
    }

    /// @inheritdoc IRewardRatePool
    function calculateReleasedAmount() public view override returns (uint256) {
        PoolStorage storage $ = _pool();
        uint256 balance = TOKEN.balanceOf(address(this));
        return $.totalPaidOut + Math.min(balance, _payout(balance, block.timestamp - $.lastPaidOutTime));
    }

    /// @inheritdoc IRewardRatePool
    function calculateTotalDeposited() public view override returns (uint256) {
        return TOKEN.balanceOf(address(this)) + _pool().totalPaidOut;
    }

    /// @inheritdoc IRewardRatePool
    function totalPaidOut() external view override returns (uint256) {
        return _pool().totalPaidOut;
    }

    /// @inheritdoc IRewardRatePool
    function lastPaidOutTime() external view override returns (uint64) {
        return _pool().lastPaidOutTime;
    }

    /// @inheritdoc IRewardRatePool
    function beneficiary() external view override returns (address) {
        return _pool().beneficiary;
    }

    /// @inheritdoc IRewardRatePool
    function token() external view override returns (address) {
        return address(TOKEN);
    }

    function _payout(uint256 balance, uint256 elapsed) private pure returns (uint256) {
        return (balance * elapsed * ANNUAL_RATE_PER_MILLE) / RATE_DENOMINATOR;
    }

    function _pool() private pure returns (PoolStorage storage $) {
        assembly ("memory-safe") {
            $.slot := POOL_STORAGE
        }
    }
}
