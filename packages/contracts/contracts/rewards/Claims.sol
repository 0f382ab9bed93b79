// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRewardRatePool} from "../interfaces/IRewardRatePool.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "../interfaces/IServiceNodeRewardsEvents.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Claims of rewards and proofs against a claims root
library Claims {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Leaf kinds of the claims tree.
    uint8 internal constant KIND_REWARDS = 1;
    uint8 internal constant KIND_EXIT = 2;
    uint8 internal constant KIND_LIQUIDATION = 3;

    /// @dev Cycles begin at 00:00 and 12:00 UTC.
    uint256 internal constant CYCLE = 12 hours;
    /// @dev One recipient takes at most this part of a cycle, so that nobody fills it alone.
    uint256 internal constant RECIPIENT_PARTS = 4;

    /// @notice Reverts unless the leaf [kind, subject, value] is in the tree.
    function verifyLeaf(bytes32 root, uint8 kind, uint256 subject, uint256 value, bytes32[] calldata proof) internal pure {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(kind, subject, value))));
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert IServiceNodeRewardsErrors.InvalidProof();
    }

    /// @notice Pays `recipient` what is proven and not paid yet, within `amount` and the cycle's cap.
    /// @dev State is written before the token is called.
    function pay(IERC20 token, address recipient, uint256 lifetimeRewards, uint256 amount) internal {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        RewardsStorage.Recipient memory r = $.recipients[recipient];
        // A figure lower than one seen before pays nothing and takes nothing back.
        if (lifetimeRewards <= r.claimed || amount == 0) {
            revert IServiceNodeRewardsErrors.NothingToClaim(lifetimeRewards, r.claimed);
        }
        uint256 paid = Math.min(lifetimeRewards - r.claimed, amount);

        RewardsStorage.Funds memory funds = $.funds;
        uint32 cycle = uint32(block.timestamp / CYCLE);
        if (funds.cycle != cycle) (funds.cycle, funds.spent) = (cycle, 0);
        if (r.cycle != cycle) (r.cycle, r.spent) = (cycle, 0);
        (uint256 left, uint256 leftForRecipient) = _left(funds, r);
        paid = Math.min(paid, Math.min(left, leftForRecipient));
        if (paid == 0) revert IServiceNodeRewardsErrors.ClaimCapReached(uint64((uint256(cycle) + 1) * CYCLE));

        funds.spent = (uint256(funds.spent) + paid).toUint64();
        r.spent = (uint256(r.spent) + paid).toUint96();
        r.claimed = (uint256(r.claimed) + paid).toUint128();
        $.funds = funds;
        $.recipients[recipient] = r;
        emit IServiceNodeRewardsEvents.RewardsClaimed(recipient, paid, lifetimeRewards);

        _fund(token, funds.totalPrincipal, paid);
        token.safeTransfer(recipient, paid);
    }

    /// @notice What the current cycle still pays.
    function window() internal view returns (uint256 left, uint256 perRecipient, uint64 endsAt) {
        RewardsStorage.Funds memory funds = RewardsStorage.load().funds;
        uint256 cycle = block.timestamp / CYCLE;
        if (funds.cycle != cycle) funds.spent = 0;
        left = funds.claimCap > funds.spent ? funds.claimCap - funds.spent : 0;
        perRecipient = funds.claimCap / RECIPIENT_PARTS;
        endsAt = uint64((cycle + 1) * CYCLE);
    }

    /// @notice One recipient's figures.
    function figures(address recipient) internal view returns (uint256 claimed, uint256 left) {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        RewardsStorage.Recipient memory r = $.recipients[recipient];
        RewardsStorage.Funds memory funds = $.funds;
        uint256 cycle = block.timestamp / CYCLE;
        if (funds.cycle != cycle) funds.spent = 0;
        if (r.cycle != cycle) r.spent = 0;
        (uint256 forAll, uint256 forRecipient) = _left(funds, r);
        return (r.claimed, Math.min(forAll, forRecipient));
    }

    function _left(
        RewardsStorage.Funds memory funds,
        RewardsStorage.Recipient memory r
    ) private pure returns (uint256 left, uint256 leftForRecipient) {
        // The owner may have lowered the cap below what is spent.
        left = Math.saturatingSub(funds.claimCap, funds.spent);
        leftForRecipient = Math.saturatingSub(funds.claimCap / RECIPIENT_PARTS, r.spent);
    }

    /// @dev Principal protection: a payment leaves the balance at or above all stakes. When own funds are short, the
    /// pool is asked; whether it answers only matters for the sum.
    function _fund(IERC20 token, uint256 principal, uint256 needed) private {
        uint256 balance = token.balanceOf(address(this));
        if (balance >= principal + needed) return;
        (bool success, ) = RewardsStorage.load().pool.call(abi.encodeCall(IRewardRatePool.payoutReleased, ()));
        if (success) balance = token.balanceOf(address(this));
        if (balance < principal + needed) {
            revert IServiceNodeRewardsErrors.InsufficientRewardFunds(Math.saturatingSub(balance, principal), needed);
        }
    }
}
