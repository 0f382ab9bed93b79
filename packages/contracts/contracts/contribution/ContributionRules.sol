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
    /// @param requirement Exact sum of a full pool.
    /// @param contributed Sum of the contributions.
    /// @param outstanding Sum of the reservations not taken, the operator's least among them before it contributes.
    /// @param openSlots Places nobody has taken or reserved.
    struct Book {
        uint256 requirement;
        uint256 contributed;
        uint256 outstanding;
        uint256 openSlots;
    }

    /// @notice Least stake of an operator.
    function operatorLeast(uint256 requirement) internal pure returns (uint256) {
        return Math.ceilDiv(requirement, OPERATOR_PARTS);
    }

    /// @notice What one account's next contribution may be.
    /// @param inside Whether it has contributed already.
    /// @param reservation Its reservation not taken yet (the operator's: its least); 0 without one.
    /// @return minimum 0 when it can't contribute.
    /// @return maximum What is left beside the reservations of others.
    function limits(
        Book memory book,
        bool inside,
        uint256 reservation
    ) internal pure returns (uint256 minimum, uint256 maximum) {
        maximum = book.requirement - book.contributed - (book.outstanding - reservation);
        if (inside) return (Math.min(1, maximum), maximum);
        if (reservation != 0) return (reservation, maximum);
        if (book.openSlots == 0) return (0, 0);
        minimum = Math.ceilDiv(maximum, book.openSlots);
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
