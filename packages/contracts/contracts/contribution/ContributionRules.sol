// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IServiceNodeContributionErrors} from "../interfaces/IServiceNodeContributionErrors.sol";
import {IServiceNodeContributionTypes} from "../interfaces/IServiceNodeContributionTypes.sol";

/// @title How much each contributor of a pool may bring
/// @notice Always contributed + outstanding ≤ requirement: reservations start that way, a contribution is at most what
/// is left beside those of others, and a withdrawal gives back at least the reservation that is kept again.
library ContributionRules {
    /// @dev The operator stakes at least one part in four, rounded up: the rule of ServiceNodeRewards.
    uint256 private constant OPERATOR_PARTS = 4;

    /// @notice The sums the limits follow from.
    /// @param left What the pool still takes: requirement − contributed.
    /// @param outstanding Sum of the reservations not taken, the operator's least among them before it contributes.
    /// @param openSlots Places nobody has taken or reserved.
    struct Book {
        uint256 left;
        uint256 outstanding;
        uint256 openSlots;
    }

    /// @notice One account's own place.
    /// @param inside Whether it has contributed.
    /// @param reservation Its reservation not taken yet, the operator's at least its least; 0 without one.
    struct Place {
        bool inside;
        uint256 reservation;
    }

    /// @notice Least stake of an operator.
    function operatorLeast(uint256 requirement) internal pure returns (uint256) {
        return Math.ceilDiv(requirement, OPERATOR_PARTS);
    }

    /// @notice Sums up a pool, whose contributions are at most the requirement.
    function book(
        IServiceNodeContributionTypes.ReservedContribution[] memory reserved,
        IServiceNodeContributionTypes.PoolContribution[] memory contributions,
        address operator,
        uint256 requirement,
        uint256 maxContributors,
        address account
    ) internal pure returns (Book memory b, Place memory place) {
        uint256 places = contributions.length;
        b.left = requirement;
        for (uint256 i = 0; i < places; ++i) {
            b.left -= contributions[i].amount;
            if (contributions[i].staker == account) place.inside = true;
        }
        bool operatorAwaited = places == 0;
        for (uint256 i = 0; i < reserved.length; ++i) {
            address contributor = reserved[i].contributor;
            if (indexOf(contributions, contributor) != contributions.length) continue;
            if (contributor == operator) operatorAwaited = false;
            if (contributor == account) place.reservation = reserved[i].amount;
            b.outstanding += reserved[i].amount;
            ++places;
        }
        if (operatorAwaited) {
            uint256 least = operatorLeast(requirement);
            if (account == operator) place.reservation = least;
            b.outstanding += least;
            ++places;
        }
        b.openSlots = maxContributors - places;
    }

    /// @notice What one account's next contribution may be.
    /// @return minimum 0 when it can't contribute.
    /// @return maximum What is left beside the reservations of others.
    function limits(Book memory b, Place memory place) internal pure returns (uint256 minimum, uint256 maximum) {
        maximum = b.left - (b.outstanding - place.reservation);
        if (place.inside) return (Math.min(1, maximum), maximum);
        if (place.reservation != 0) return (place.reservation, maximum);
        if (b.openSlots == 0) return (0, 0);
        minimum = Math.ceilDiv(maximum, b.openSlots);
    }

    /// @notice Index of a contributor, the number of contributions for anybody else. Ten at most.
    function indexOf(
        IServiceNodeContributionTypes.PoolContribution[] memory contributions,
        address account
    ) internal pure returns (uint256 index) {
        uint256 count = contributions.length;
        while (index < count && contributions[index].staker != account) ++index;
    }

    /// @notice Reverts unless a pool with these reservations can be filled.
    function checkReserved(
        IServiceNodeContributionTypes.ReservedContribution[] memory reserved,
        address operator,
        uint256 requirement,
        uint256 maxContributors
    ) internal pure {
        uint256 least = operatorLeast(requirement);
        uint256 places = reserved.length;
        uint256 sum = 0;
        bool operatorListed = false;
        // Before the loop, which is bounded by it.
        if (places > maxContributors) {
            revert IServiceNodeContributionErrors.TooManyReservations(places, maxContributors);
        }
        for (uint256 i = 0; i < places; ++i) {
            (address contributor, uint256 amount) = (reserved[i].contributor, reserved[i].amount);
            if (contributor == address(0) || amount == 0) revert IServiceNodeContributionErrors.InvalidReservation(i);
            // So that the sum can't overflow.
            if (amount > requirement) {
                revert IServiceNodeContributionErrors.ReservationsAboveRequirement(amount, requirement);
            }
            for (uint256 j = 0; j < i; ++j) {
                if (reserved[j].contributor == contributor) {
                    revert IServiceNodeContributionErrors.DuplicateReservation(contributor);
                }
            }
            if (contributor == operator) {
                operatorListed = true;
                if (amount < least) revert IServiceNodeContributionErrors.OperatorReservationTooLow(amount, least);
            }
            sum += amount;
        }
        if (!operatorListed) {
            if (places == maxContributors) {
                revert IServiceNodeContributionErrors.TooManyReservations(places + 1, maxContributors);
            }
            sum += least;
        }
        if (sum > requirement) revert IServiceNodeContributionErrors.ReservationsAboveRequirement(sum, requirement);
    }
}
