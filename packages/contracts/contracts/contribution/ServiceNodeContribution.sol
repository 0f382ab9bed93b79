// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IServiceNodeContribution} from "../interfaces/IServiceNodeContribution.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {ContributionRules} from "./ContributionRules.sol";
import {ContributionViews} from "./ContributionViews.sol";
import {PoolTerms} from "./PoolTerms.sol";

/// @title See {IServiceNodeContribution}
/// @dev The code behind every pool. Not upgradeable, and nobody but its operator and contributors has any power over a
/// pool. State is written before the token or the rewards contract is called, and neither calls anybody back.
/// Refunds are pushed: a transfer of SESH runs none of the receiver's code and knows no list of refused addresses, so
/// no contributor can make another's refund fail.
contract ServiceNodeContribution is ContributionViews {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_FEE_BPS = 10_000;
    /// @dev Gas left for a registration within a contribution: one with ten contributors takes 650,000 at most
    /// (docs/contracts/README.md). Without this bound a wallet's estimate may settle on too little, because running
    /// out of gas inside would only put the registration off.
    uint256 private constant FINALIZE_GAS = 1_000_000;

    constructor(IServiceNodeRewards rewards_) ContributionViews(rewards_) {}

    // Permissions

    modifier onlyOperator() {
        if (msg.sender != _operator()) revert NotOperator(msg.sender);
        _;
    }

    modifier untilFinalized() {
        if (_progress.finalized) revert AlreadyFinalized(_progress.nodeId);
        _;
    }

    /// @dev A contribution is made under terms; they can't change while one is inside.
    modifier beforeOperatorContribution() {
        if (_contributions.length != 0) revert OperatorHasContributed();
        _;
    }

    // Contributors

    /// @inheritdoc IServiceNodeContribution
    function contributeFunds(
        uint256 amount,
        address beneficiary,
        bytes32 acceptedTerms
    ) external override untilFinalized {
        _contribute(amount, beneficiary, acceptedTerms);
    }

    /// @inheritdoc IServiceNodeContribution
    function contributeFundsWithPermit(
        uint256 amount,
        address beneficiary,
        bytes32 acceptedTerms,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override untilFinalized {
        // Anyone may have sent the permit already: what counts is the allowance, which the transfer checks.
        try IERC20Permit(address(TOKEN)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _contribute(amount, beneficiary, acceptedTerms);
    }

    /// @inheritdoc IServiceNodeContribution
    function updateBeneficiary(address newBeneficiary) external override untilFinalized {
        (PoolContribution[] memory contributions, ) = _contributed();
        uint256 index = _requireContributor(contributions);
        _setBeneficiary(index, newBeneficiary);
        emit BeneficiaryUpdated(msg.sender, newBeneficiary);
    }

    /// @inheritdoc IServiceNodeContribution
    function withdrawContribution() external override untilFinalized {
        (PoolContribution[] memory contributions, uint256 sum) = _contributed();
        uint256 index = _requireContributor(contributions);
        if (index == 0) return _reset();
        uint256 from = contributions[index].contributedAt + WITHDRAWAL_DELAY;
        if (block.timestamp < from) revert WithdrawalTooEarly(uint64(from));
        uint256 amount = contributions[index].amount;
        // The last one takes the place; the operator stays first.
        _contributions[index] = _contributions[contributions.length - 1];
        _contributions.pop();
        emit ContributionWithdrawn(msg.sender, amount, sum - amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IServiceNodeContribution
    function finalize() external override untilFinalized {
        Arguments memory arguments = _load();
        if (arguments.manualFinalize && msg.sender != arguments.operator) revert NotOperator(msg.sender);
        (PoolContribution[] memory contributions, uint256 sum) = _contributed();
        if (sum != arguments.requirement) revert NotFull(sum, arguments.requirement);
        _progress.finalized = true;
        uint256 count = contributions.length;
        IServiceNodeRewardsTypes.Contributor[] memory shares = new IServiceNodeRewardsTypes.Contributor[](count);
        for (uint256 i = 0; i < count; ++i) {
            PoolContribution memory c = contributions[i];
            shares[i] = IServiceNodeRewardsTypes.Contributor(c.staker, c.beneficiary, c.amount);
        }
        TOKEN.forceApprove(address(REWARDS), sum);
        PoolTerms.Terms memory terms = arguments.terms;
        bytes memory blsPubkey = PoolTerms.pad(terms.blsPubkey);
        REWARDS.addBLSPublicKey(blsPubkey, PoolTerms.pad(terms.proofOfPossession), terms.params, shares);
        uint24 id = REWARDS.nodeIdByBlsKey(blsPubkey);
        _progress.nodeId = id;
        emit Finalized(id);
    }

    // Operator

    /// @inheritdoc IServiceNodeContribution
    function updateFee(
        uint16 newFeeBps
    ) external override onlyOperator untilFinalized beforeOperatorContribution {
        if (newFeeBps > MAX_FEE_BPS) revert IServiceNodeRewardsErrors.FeeTooHigh(newFeeBps, MAX_FEE_BPS);
        PoolTerms.Terms memory terms = _load().terms;
        terms.params.feeBps = newFeeBps;
        _setTerms(terms);
        emit FeeUpdated(newFeeBps);
    }

    /// @inheritdoc IServiceNodeContribution
    function updatePubkeys(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params
    ) external override onlyOperator untilFinalized beforeOperatorContribution {
        _updateTerms(blsPubkey, proofOfPossession, params, _load().terms.reserved);
    }

    /// @inheritdoc IServiceNodeContribution
    function updateReservedContributors(
        ReservedContribution[] calldata newReserved
    ) external override onlyOperator untilFinalized beforeOperatorContribution {
        Arguments memory arguments = _load();
        arguments.terms.reserved = newReserved;
        _checkReserved(arguments);
        _setTerms(arguments.terms);
        emit ReservedContributorsUpdated(newReserved);
    }

    /// @inheritdoc IServiceNodeContribution
    function updateManualFinalize(bool newManualFinalize) external override onlyOperator untilFinalized {
        Arguments memory arguments = _load();
        _setManualFinalize(arguments, newManualFinalize);
        (, uint256 sum) = _contributed();
        if (!newManualFinalize && sum == arguments.requirement) _tryFinalize();
    }

    /// @inheritdoc IServiceNodeContribution
    function reset() external override onlyOperator untilFinalized {
        _reset();
    }

    /// @inheritdoc IServiceNodeContribution
    function resetUpdateAndContribute(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        ReservedContribution[] calldata newReserved,
        bool newManualFinalize,
        uint256 amount,
        address beneficiary
    ) external override onlyOperator untilFinalized {
        _reset();
        Arguments memory arguments = _load();
        arguments.terms.reserved = newReserved;
        _checkReserved(arguments);
        _updateTerms(blsPubkey, proofOfPossession, params, newReserved);
        emit ReservedContributorsUpdated(newReserved);
        _setManualFinalize(arguments, newManualFinalize);
        _contribute(amount, beneficiary, _termsHash(_load()));
    }

    /// @inheritdoc IServiceNodeContribution
    function rescueERC20(address lostToken) external override onlyOperator {
        if (!_progress.finalized && _contributions.length != 0) {
            (, uint256 sum) = _contributed();
            revert ContributionsInside(sum);
        }
        uint256 amount = IERC20(lostToken).balanceOf(address(this));
        if (amount == 0) revert NothingToRescue(lostToken);
        emit Rescued(lostToken, amount);
        IERC20(lostToken).safeTransfer(msg.sender, amount);
    }

    // The rules

    function _contribute(uint256 amount, address beneficiary, bytes32 acceptedTerms) private {
        Arguments memory arguments = _load();
        bytes32 terms = _termsHash(arguments);
        if (acceptedTerms != terms) revert TermsChanged(acceptedTerms, terms);
        _requireUnchanged(arguments);
        (PoolContribution[] memory contributions, uint256 sum) = _contributed();
        if (contributions.length == 0 && msg.sender != arguments.operator) revert OperatorContributionMissing();
        if (sum == arguments.requirement) revert PoolFull();
        (ContributionRules.Book memory book, ContributionRules.Place memory place) = _book(
            arguments,
            contributions,
            msg.sender
        );
        (uint256 minimum, uint256 maximum) = ContributionRules.limits(book, place);
        if (!place.inside && maximum == 0) revert NoOpenSlot();
        if (amount < minimum) revert ContributionBelowMinimum(amount, minimum);
        // A contributor whose pool waits for reservations only may bring nothing more, not even nothing.
        if (amount > maximum || amount == 0) revert ContributionAboveMaximum(amount, maximum);

        sum += amount;
        uint256 index = ContributionRules.indexOf(contributions, msg.sender);
        if (!place.inside) _contributions.push().staker = msg.sender;
        Stored storage stored = _contributions[index];
        // Both fit: a requirement is stored in 64 bits, and times do until 2106.
        stored.amount = uint64(stored.amount + amount);
        stored.contributedAt = uint32(block.timestamp);
        _setBeneficiary(index, beneficiary);
        emit Contributed(msg.sender, beneficiary, amount, sum);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        if (sum == arguments.requirement && !arguments.manualFinalize) _tryFinalize();
    }

    /// @dev A failure leaves the pool full, as it was: the contribution stands, and {finalize} tries again.
    function _tryFinalize() private {
        uint256 available = gasleft();
        if (available < FINALIZE_GAS) revert InsufficientGas(available, FINALIZE_GAS);
        try this.finalize() {} catch (bytes memory reason) {
            emit FinalizationFailed(reason);
        }
    }

    /// @dev At most ten refunds.
    function _reset() private {
        (PoolContribution[] memory contributions, uint256 sum) = _contributed();
        delete _contributions;
        uint32 resets = ++_progress.resets;
        for (uint256 i = 0; i < contributions.length; ++i) {
            (address staker, uint256 amount) = (contributions[i].staker, contributions[i].amount);
            sum -= amount;
            emit ContributionWithdrawn(staker, amount, sum);
            TOKEN.safeTransfer(staker, amount);
        }
        emit PoolReset(resets);
    }

    function _updateTerms(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        ReservedContribution[] memory reserved
    ) private {
        FACTORY.checkKeys(blsPubkey, proofOfPossession, params, msg.sender);
        bytes memory key = PoolTerms.strip(blsPubkey);
        _setTerms(PoolTerms.Terms(params, key, PoolTerms.strip(proofOfPossession), reserved));
        emit PubkeysUpdated(key, params);
    }

    function _setTerms(PoolTerms.Terms memory terms) private {
        _progress.terms = PoolTerms.write(PoolTerms.encode(terms));
    }

    function _setManualFinalize(Arguments memory arguments, bool newManualFinalize) private {
        if (newManualFinalize != arguments.manualFinalize) _progress.manualSwitched = !_progress.manualSwitched;
        emit ManualFinalizeUpdated(newManualFinalize);
    }

    function _setBeneficiary(uint256 index, address beneficiary) private {
        if (beneficiary == address(0) || beneficiary == address(this)) revert InvalidBeneficiary(beneficiary);
        address stored = beneficiary == msg.sender ? address(0) : beneficiary;
        if (_contributions[index].beneficiary != stored) _contributions[index].beneficiary = stored;
    }

    function _requireContributor(PoolContribution[] memory contributions) private view returns (uint256 index) {
        index = ContributionRules.indexOf(contributions, msg.sender);
        if (index == contributions.length) revert NotContributor(msg.sender);
    }

    function _requireUnchanged(Arguments memory arguments) private view {
        uint256 requirement = REWARDS.stakingRequirement();
        if (requirement != arguments.requirement) revert StakingRequirementChanged(arguments.requirement, requirement);
        uint256 maximum = REWARDS.maxContributors();
        if (maximum != arguments.maxContributors) revert MaxContributorsChanged(arguments.maxContributors, maximum);
    }

    function _checkReserved(Arguments memory a) private pure {
        ContributionRules.checkReserved(a.terms.reserved, a.operator, a.requirement, a.maxContributors);
    }
}
